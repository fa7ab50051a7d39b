package org.lamella.accounts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lamella.access.Scope;
import org.lamella.web.FieldError;

/**
 * What somebody sends who wants a token, as it was typed.
 *
 * @param scopes their words, in any case
 * @param days how long it is good for
 */
record TokenRequest(String label, List<String> scopes, String days) {
    static final int DEFAULT_DAYS = 90;
    static final TokenRequest EMPTY = new TokenRequest("", List.of("READ", "SLICES"), Integer.toString(DEFAULT_DAYS));

    private static final int MOST_DAYS = 366;
    private static final int LONGEST_LABEL = 100;

    TokenRequest {
        label = Objects.requireNonNullElse(label, "").strip();
        scopes = Objects.requireNonNullElse(scopes, List.<String>of()).stream()
                .map(scope -> scope.strip().toUpperCase(Locale.ROOT))
                .distinct()
                .toList();
        days = Objects.requireNonNullElse(days, Integer.toString(DEFAULT_DAYS)).strip();
    }

    /** @param held what the one who asks may do: nobody hands on more */
    List<FieldError> objections(Set<Scope> held) {
        List<FieldError> errors = new ArrayList<>();
        if (label.isEmpty() || label.length() > LONGEST_LABEL) {
            errors.add(FieldError.invalid("label", "must have 1 to " + LONGEST_LABEL + " characters"));
        }
        List<String> known = Stream.of(Scope.values()).map(Scope::name).toList();
        if (scopes.isEmpty() || !known.containsAll(scopes)) {
            errors.add(FieldError.invalid("scopes", "must be one or more of " + String.join(", ", known)));
        } else if (!held.containsAll(granted())) {
            errors.add(FieldError.invalid("scopes", "must not be more than those that you show here yourself"));
        }
        if (!days.matches("[0-9]{1,3}") || Integer.parseInt(days) < 1 || Integer.parseInt(days) > MOST_DAYS) {
            errors.add(FieldError.invalid("days", "must be 1 to " + MOST_DAYS + ", not " + days));
        }
        return errors;
    }

    /** To be asked only when there are no objections. */
    Set<Scope> granted() {
        return scopes.stream().map(Scope::valueOf).collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
    }

    Duration lifetime() {
        return Duration.ofDays(Integer.parseInt(days));
    }

    public boolean has(String scope) {
        return scopes.contains(scope);
    }

    public boolean isWrong(String field, List<FieldError> errors) {
        return errors != null && errors.stream().anyMatch(error -> error.field().equals(field));
    }
}
