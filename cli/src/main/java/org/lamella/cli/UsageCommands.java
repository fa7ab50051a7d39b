package org.lamella.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamella usage …}. */
@Command(name = "usage", description = "What slices got of the nodes, and which are active and live.")
final class UsageCommands {
    private static final int USUALLY_SHOWN = 100;
    private static final String FROM = "Windows that began then or later (24 hours before --until).";
    private static final String UNTIL = "Windows that began before (now).";

    private final Actions actions;

    UsageCommands(Actions actions) {
        this.actions = actions;
    }

    @Command(description = "Show how many slices are active and live on all nodes together.")
    void all() {
        actions.show(Api.path("usage"));
    }

    @Command(
            description =
                    "List how many slices were active and live on all nodes together, in each five minutes of the last three"
                            + " hours, the oldest first.")
    void history() {
        actions.list(Api.path("usage", "history"), "from", "nodesHeard", "activeSlices", "liveSlices");
    }

    @Command(description = "List how many slices are active and live on each node, and what they got in five minutes.")
    void nodes(@Mixin ListOptions options) {
        actions.list(
                options,
                Query.of(Api.path("usage", "nodes")),
                "node",
                "site",
                "heard",
                "slivers",
                "active",
                "live",
                "cpus",
                "memoryBytes",
                "sentBytes",
                "receivedBytes");
    }

    @Command(description = "List on how many nodes each slice is active and live, and what it got in five minutes.")
    void slices(@Mixin ListOptions options) {
        actions.list(
                options,
                Query.of(Api.path("usage", "slices")),
                "slice",
                "site",
                "nodes",
                "active",
                "live",
                "cpus",
                "memoryBytes",
                "sentBytes",
                "receivedBytes");
    }

    @Command(
            description =
                    "List what a slice got, in windows of five minutes, the newest first (100 unless --limit says otherwise).")
    void slice(
            @Parameters(paramLabel = "SLICE", description = "The slice.") String slice,
            @Option(names = "--from", paramLabel = "TIME", description = FROM) Optional<String> from,
            @Option(names = "--until", paramLabel = "TIME", description = UNTIL) Optional<String> until,
            @Mixin PageOptions options) {
        windows(
                options,
                Query.of(Api.path("slices", slice, "usage")).with("from", from).with("until", until),
                "node");
    }

    @Command(
            description =
                    "List what slices got of a node, in windows of five minutes, the newest first (100 unless --limit says"
                            + " otherwise).")
    void node(
            @Parameters(paramLabel = "NODE", description = "The node.") String node,
            @Option(names = "--from", paramLabel = "TIME", description = FROM) Optional<String> from,
            @Option(names = "--until", paramLabel = "TIME", description = UNTIL) Optional<String> until,
            @Mixin PageOptions options) {
        windows(
                options,
                Query.of(Api.path("nodes", node, "usage")).with("from", from).with("until", until),
                "slice");
    }

    private void windows(PageOptions options, Query query, String whose) {
        actions.list(
                options,
                query,
                USUALLY_SHOWN,
                "from",
                whose,
                "active",
                "live",
                "cpuMillis",
                "cpuReservedPercent",
                "cpuMissedMillis",
                "networkReservedBits",
                "sentMissedBytes",
                "receivedMissedBytes",
                "memoryGuaranteedBytes",
                "memoryTaken",
                "broken",
                "memoryBytes",
                "sentBytes",
                "receivedBytes",
                "processes");
    }
}
