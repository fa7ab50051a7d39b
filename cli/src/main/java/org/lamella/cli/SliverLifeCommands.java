package org.lamella.cli;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Starting, stopping and beginning anew: {@code lamella sliver start …} and its like. A part of {@link SliverCommands}. */
abstract class SliverLifeCommands {
    private final Actions actions;

    SliverLifeCommands(Actions actions) {
        this.actions = actions;
    }

    /** Which slivers of a slice. */
    static final class Which {
        @Parameters(index = "0", paramLabel = "SLICE", description = "The slice.")
        private String slice;

        @Parameters(index = "1..*", arity = "0..*", paramLabel = "NODE", description = "Its slivers on these nodes.")
        private List<String> nodes;

        @Option(names = "--all", description = "All its slivers.")
        private boolean all;

        @Mixin
        private WriteOptions options;
    }

    @Command(description = "Let slivers run again that were stopped by hand.")
    void start(@Mixin Which which) {
        act("start", which);
    }

    @Command(
            description = "Stop slivers; their files stay.",
            footer = {"", "They stay stopped until they are started, also when the slice is suspended and resumed."})
    void stop(@Mixin Which which) {
        act("stop", which);
    }

    @Command(description = "Stop slivers, asking what runs there to end, and start them again.")
    void restart(@Mixin Which which) {
        act("restart", which);
    }

    @Command(description = "Let all that runs in slivers stand still, keeping its memory.")
    void freeze(@Mixin Which which) {
        act("freeze", which);
    }

    @Command(description = "Let what was frozen go on where it stood.")
    void thaw(@Mixin Which which) {
        act("thaw", which);
    }

    @Command(
            description =
                    "End what runs in slivers at once, without asking it, and start them again; their files stay.")
    void reset(@Mixin Which which) {
        act("reset", which);
    }

    @Command(
            description = "Begin slivers anew on empty disks: their files go, for good.",
            footer = {"", "For example:", "  lamella sliver rebuild demo_hello node1"})
    void rebuild(
            @Mixin Which which,
            @Option(names = "--yes", description = "Do not ask for the slice's name at a terminal.") boolean yes) {
        if (actions.lamella().console().interactive() && !yes && !which.options.dryRun()) {
            askForTheName(which.slice);
        }
        act("rebuild", which);
    }

    private void askForTheName(String slice) {
        actions.lamella().console().scrawl("Their files go, for good. The name of the slice again: ");
        if (!actions.lamella().console().readLine().equals(slice)) {
            throw Failure.usage("that is not its name; nothing was rebuilt");
        }
    }

    private void act(String action, Which which) {
        var nodes = which.nodes == null ? List.<String>of() : which.nodes;
        if (nodes.isEmpty() != which.all) {
            throw Failure.usage("say on which nodes, or --all");
        }
        if (nodes.size() == 1) {
            var path = Api.path("slices", which.slice, "slivers", nodes.getFirst(), action);
            actions.write(
                    which.options.post(path),
                    sliver -> List.of(actions.cells().cell(sliver, "node") + ": " + said(sliver)));
            return;
        }
        var body = Body.of("action", action.toUpperCase(Locale.ROOT))
                .texts("nodes", nodes)
                .json();
        actions.write(
                which.options.post(Api.path("slices", which.slice, "sliver-actions"), body),
                answer -> actions.cells().table(Json.items(answer, "items"), List.of("node", "done", "words")));
    }

    /** What is wanted now, beside what was seen last. */
    private String said(JsonNode sliver) {
        var frozen = sliver.path("life").path("frozenWanted").asBoolean(false);
        return "goal " + Json.text(sliver, "goal", "?") + (frozen ? ", frozen" : "") + "; state "
                + Json.text(sliver, "state", "?");
    }
}
