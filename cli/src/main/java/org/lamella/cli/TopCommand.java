package org.lamella.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code lamella top}. */
@Command(
        name = "top",
        description = "What runs now: in a slice's sliver, or in all slivers of a node for those who look after it.",
        customSynopsis = "lamella top [SLICE] [--node NODE]",
        footer = {"", "For example:", "  lamella top demo_hello", "  lamella top --node node1"})
final class TopCommand implements Runnable {
    private static final List<String> COLUMNS =
            List.of("pid", "pidInside", "uidInside", "state", "cpuSeconds", "memoryBytes", "startedAt", "command");

    private final Actions actions;

    @Parameters(index = "0", arity = "0..1", paramLabel = "SLICE", description = "Of this slice alone.")
    private Optional<String> slice;

    @Option(names = "--node", paramLabel = "NODE", description = "On this node; needed when several slivers run.")
    private Optional<String> node;

    TopCommand(Actions actions) {
        this.actions = actions;
    }

    @Override
    public void run() {
        if (slice.isEmpty() && node.isEmpty()) {
            throw Failure.usage("say of which slice, or on which node by --node");
        }
        var api = actions.lamella().api();
        var path = slice.map(name -> Api.path(
                        "slices", name, "slivers", node.orElseGet(() -> Sliver.onlyRunning(api, name)), "processes"))
                .orElseGet(() -> Api.path("nodes", node.orElseThrow(), "processes"));
        var answer = api.get(path);
        actions.lamella().answer(answer, lines(answer));
        var leftOut = Json.number(answer, "leftOut");
        if (leftOut > 0) {
            actions.lamella().console().complain("lamella: " + leftOut + " more are not shown");
        }
    }

    private List<String> lines(JsonNode answer) {
        var columns = new ArrayList<>(COLUMNS);
        if (slice.isEmpty()) {
            columns.addFirst("slice");
        }
        return actions.cells().table(Json.items(answer, "items"), columns);
    }
}
