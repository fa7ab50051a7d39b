package org.lamella.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamella node maintenance …}. */
@Command(name = "maintenance", description = "When somebody works on a node.")
final class MaintenanceCommands {
    private static final String NODE = "The node.";
    private static final List<String> COLUMNS = List.of("id", "from", "until", "reason", "by");

    private final Actions actions;

    MaintenanceCommands(Actions actions) {
        this.actions = actions;
    }

    @Command(description = "Announce that a node is worked on: members are mailed, and it gets no new slivers.")
    void add(
            @Parameters(paramLabel = "NODE", description = NODE) String node,
            @Option(names = "--from", paramLabel = "TIME", required = true, description = "From, " + Moment.FORMS + ".")
                    String from,
            @Option(names = "--until", paramLabel = "TIME", required = true, description = "Until, in the same forms.")
                    String until,
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; all see it.")
                    String reason,
            @Mixin WriteOptions options) {
        var body = Body.of("from", actions.moment(from))
                .with("until", actions.moment(until))
                .with("reason", reason)
                .json();
        actions.write(
                options.post(Api.path("nodes", node, "maintenance"), body),
                window -> List.of("maintenance " + Json.text(window, "id", "?") + " of " + node + " begins "
                        + actions.ages().of(window, "from") + ", ends "
                        + actions.ages().of(window, "until")));
    }

    @Command(description = "List when a node is worked on.")
    void list(@Parameters(paramLabel = "NODE", description = NODE) String node) {
        var windows = actions.lamella().api().get(Api.path("nodes", node)).path("maintenance");
        var list = Json.object();
        list.set("items", windows);
        list.putNull("next");
        actions.lamella().answer(list, actions.cells().table(Json.items(list, "items"), COLUMNS));
    }

    @Command(description = "Take an announcement back.")
    void cancel(
            @Parameters(index = "0", paramLabel = "NODE", description = NODE) String node,
            @Parameters(index = "1", paramLabel = "ID", description = "Its number in the list.") long id,
            @Mixin WriteOptions options) {
        actions.write(
                options.delete(Api.path("nodes", node, "maintenance", Long.toString(id))),
                "maintenance " + id + " of " + node + " is cancelled");
    }
}
