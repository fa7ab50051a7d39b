package org.lamella.nodes;

import java.util.List;
import java.util.Optional;
import org.lamella.web.FieldError;

/** Why something is done to a node: words that everybody who is hit by it will read. */
final class Reasons {
    private static final int LONGEST = 500;

    private Reasons() {}

    static List<FieldError> objections(String reason) {
        return Optional.of(reason)
                .filter(text -> text.isBlank() || text.length() > LONGEST)
                .map(text -> FieldError.invalid(
                        "reason",
                        text.isBlank()
                                ? "is needed: those whose slices run on the node will read it"
                                : "has " + text.length() + " characters, at most " + LONGEST))
                .stream()
                .toList();
    }
}
