package org.lamella.cli;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
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

    @Command(
            description = "Reserve parts of a node for a slice, in place of what it had reserved there.",
            footer = {"", "For example:", "  lamella reservation set demo_hello node1 --cpu 25 --network 10000000"})
    void set(
            @Parameters(index = "0", paramLabel = "SLICE", description = SLICE) String slice,
            @Parameters(index = "1", paramLabel = "NODE", description = NODE) String node,
            @Mixin Amounts amounts,
            @Option(names = "--capped", description = "And never more CPU time, even when CPUs are idle.")
                    boolean capped,
            @Mixin WriteOptions options) {
        var body = Json.object();
        amounts.cpu.ifPresent(percent -> body.put("cpuPercent", percent));
        amounts.cores.ifPresent(cores -> body.put("cpuCores", cores));
        amounts.network.ifPresent(bits -> body.put("networkBits", bits));
        amounts.memory.ifPresent(bytes -> body.put("memoryBytes", bytes));
        body.put("capped", capped);
        actions.write(
                options.put(path(slice, node), body),
                held -> List.of(slice + " has reserved on " + node + ": " + amounts(held)));
    }

    /** What can be reserved. */
    static final class Amounts {
        @Option(
                names = "--cpu",
                paramLabel = "PERCENT",
                description = "Percent of the node's CPU time, all CPUs together.")
        private Optional<BigDecimal> cpu = Optional.empty();

        @Option(
                names = "--cores",
                paramLabel = "N",
                description = "In place of --cpu: so many whole cores of its own, on which no other sliver runs.")
        private Optional<Integer> cores = Optional.empty();

        @Option(names = "--network", paramLabel = "BITS", description = "Bits a second, in each direction.")
        private Optional<Long> network = Optional.empty();

        @Option(names = "--memory", paramLabel = "BYTES", description = "Bytes of memory.")
        private Optional<Long> memory = Optional.empty();
    }

    private static String amounts(JsonNode held) {
        var amounts = new StringJoiner(", ");
        add(amounts, held.path("cpuPercent"), " % of its CPU time");
        add(
                amounts,
                held.path("cpuCores"),
                held.path("cpuCores").asInt() == 1 ? " core of its own" : " cores of its own");
        add(amounts, held.path("networkBits"), " bit/s");
        add(amounts, held.path("memoryBytes"), " bytes of memory");
        return amounts.toString();
    }

    private static void add(StringJoiner amounts, JsonNode amount, String unit) {
        if (amount.isNumber() && amount.decimalValue().signum() > 0) {
            amounts.add(amount.decimalValue().stripTrailingZeros().toPlainString() + unit);
        }
    }

    @Command(description = "List what a slice has reserved.")
    void list(@Parameters(paramLabel = "SLICE", description = SLICE) String slice) {
        actions.list(
                Api.path("slices", slice, "reservations"),
                "node",
                "cpuPercent",
                "cpuCores",
                "coreList",
                "networkBits",
                "memoryBytes",
                "capped",
                "since",
                "by");
    }

    @Command(description = "Give back what a slice has reserved on a node.")
    void release(
            @Parameters(index = "0", paramLabel = "SLICE", description = SLICE) String slice,
            @Parameters(index = "1", paramLabel = "NODE", description = NODE) String node,
            @Mixin WriteOptions options) {
        actions.write(options.delete(path(slice, node)), slice + " has nothing reserved on " + node);
    }
}
