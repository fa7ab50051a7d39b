package org.lamella.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every command takes that shows a list. */
class PageOptions {
    @Option(names = "--fields", paramLabel = "FIELD,…", split = ",", description = "Only these fields of each.")
    private List<String> fields = List.of();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many; 0 for all.")
    private Optional<Integer> limit = Optional.empty();

    Query of(Query query) {
        return query.with("fields", Optional.of(String.join(",", fields)));
    }

    /** The fields that were asked for, or else those that the list usually shows. */
    final List<String> columns(List<String> usual) {
        return fields.isEmpty() ? usual : fields;
    }

    /** How many are asked for, {@code usual} where that was not said. */
    final int limit(int usual) {
        int wanted = limit.orElse(usual);
        return wanted <= 0 ? Integer.MAX_VALUE : wanted;
    }
}
