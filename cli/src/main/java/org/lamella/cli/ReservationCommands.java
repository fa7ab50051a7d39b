package org.lamella.cli;

import java.math.BigDecimal;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code lamella reservation …}. */
@Command(name = "reservation", description = "What nodes guarantee to slices.")
final class ReservationCommands {
    private static final String SLICE = "The slice.";
    private static final String NODE = "The node.";

    private final Actions actions;

    ReservationCommands(Actions actions) {
        this.actions = actions;
    }

    private static String path(String slice, String node) {
        return Api.path("slices", slice, "slivers", node, "reservation");
    }

    @Command(description = "Reserve CPU time for a slice on a node, in place of what it had there.")
    void set(
            @Parameters(index = "0", paramLabel = "SLICE", description = SLICE) String slice,
            @Parameters(index = "1", paramLabel = "NODE", description = NODE) String node,
            @Option(
                            names = "--cpu",
                            paramLabel = "PERCENT",
                            required = true,
                            description = "Percent of the node's CPU time, all CPUs together.")
                    BigDecimal cpu,
            @Option(names = "--capped", description = "And never more, even when CPUs are idle.") boolean capped,
            @Mixin WriteOptions options) {
        var body = Json.object().put("cpuPercent", cpu).put("capped", capped);
        actions.write(
                options.put(path(slice, node), body),
                held -> List.of(slice + " has " + percent(held) + " % of " + node + " reserved"));
    }

    private static String percent(JsonNode held) {
        return held.path("cpuPercent").decimalValue().stripTrailingZeros().toPlainString();
    }

    @Command(description = "List what a slice has reserved.")
    void list(@Parameters(paramLabel = "SLICE", description = SLICE) String slice) {
        actions.list(Api.path("slices", slice, "reservations"), "node", "cpuPercent", "capped", "since", "by");
    }

    @Command(description = "Give back what a slice has reserved on a node.")
    void release(
            @Parameters(index = "0", paramLabel = "SLICE", description = SLICE) String slice,
            @Parameters(index = "1", paramLabel = "NODE", description = NODE) String node,
            @Mixin WriteOptions options) {
        actions.write(options.delete(path(slice, node)), slice + " has nothing reserved on " + node);
    }
}
