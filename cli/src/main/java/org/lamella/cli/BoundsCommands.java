package org.lamella.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code lamella slice …}, as far as it is about what each sliver may have. */
@Command(name = "bounds", description = "What each sliver of a slice may have at once.")
final class BoundsCommands {
    private static final String SLICE = "The slice.";

    private final Actions actions;

    BoundsCommands(Actions actions) {
        this.actions = actions;
    }

    @Command(description = "Show the limits of a slice's slivers, and what is granted to their root.")
    void show(@Parameters(paramLabel = "SLICE", description = SLICE) String slice) {
        var limits = actions.lamella().api().get(Api.path("slices", slice, "limits"));
        var granted = actions.lamella().api().get(Api.path("slices", slice, "capabilities"));
        var both = Json.object();
        both.set("limits", limits);
        both.set("capabilities", granted.path("capabilities"));
        var lines = new ArrayList<>(actions.cells().facts(limits));
        lines.addAll(capabilities(granted));
        actions.lamella().answer(both, lines);
    }

    private static List<String> capabilities(JsonNode granted) {
        return granted.path("capabilities")
                .valueStream()
                .map(capability -> "granted " + capability.stringValue())
                .toList();
    }

    @Command(
            description = "Set the limits of a slice's slivers; what is not named is as usual from then on.",
            footer = {"", "For example:", "  lamella slice bounds set demo_hello processes=500 memoryBytes=268435456"})
    void set(
            @Parameters(index = "0", paramLabel = "SLICE", description = SLICE) String slice,
            @Parameters(
                            index = "1..*",
                            arity = "0..*",
                            paramLabel = "LIMIT=N",
                            description = "How much of what, as 'show' names it.")
                    Map<String, Long> limits,
            @Option(
                            names = "--force",
                            description =
                                    "Limit memory even where slivers hold more: the kernel takes back what it can,"
                                            + " then it ends processes of theirs.")
                    boolean force,
            @Mixin WriteOptions options) {
        var body = Json.object();
        if (limits != null) {
            limits.forEach(body::put);
        }
        if (force) {
            body.put("force", true);
        }
        actions.write(options.put(Api.path("slices", slice, "limits"), body), actions.cells()::facts);
    }

    @Command(
            description = "Grant capabilities to root in a slice's slivers, and take away what was granted before;"
                    + " for admins.")
    void grant(
            @Parameters(index = "0", paramLabel = "SLICE", description = SLICE) String slice,
            @Parameters(
                            index = "1..*",
                            arity = "0..*",
                            paramLabel = "CAPABILITY",
                            description = "Such as CAP_NET_ADMIN; none: only the usual ones.")
                    List<String> capabilities,
            @Mixin WriteOptions options) {
        var body = Json.object();
        body.set("capabilities", Json.array(capabilities == null ? List.of() : capabilities));
        actions.write(
                options.put(Api.path("slices", slice, "capabilities"), body),
                granted -> capabilities(granted).isEmpty() ? List.of("only the usual ones") : capabilities(granted));
    }
}
