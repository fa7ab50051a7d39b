package org.lamella.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** What a command takes that shows a list which the API can search and sort. */
final class ListOptions extends PageOptions {
    @Option(
            names = "--filter",
            paramLabel = "TERMS",
            description = "Only what fits all terms, such as 'site:demo -state:READY slivers>3 node*'.")
    private Optional<String> filter = Optional.empty();

    @Option(names = "--sort", paramLabel = "FIELD,…", description = "In this order; -FIELD turns one round.")
    private Optional<String> sort = Optional.empty();

    @Override
    Query of(Query query) {
        return super.of(query).with("filter", filter).with("sort", sort);
    }
}
