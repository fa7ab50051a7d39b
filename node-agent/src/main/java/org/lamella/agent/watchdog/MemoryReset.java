package org.lamella.agent.watchdog;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/**
 * That a sliver was reset for the node's sake.
 *
 * @param id told from all others of the testbed by it
 * @param slice its name on the node
 * @param context when the context was finished that it was about
 * @param at when it was decided
 * @param node what the node had then
 * @param lastResort whether all slivers beyond their guarantees were reset
 * @param processes the largest of its processes, the largest first
 */
public record MemoryReset(
        String id,
        String slice,
        Instant context,
        Instant at,
        NodeMemory node,
        long usedBytes,
        long guaranteedBytes,
        boolean lastResort,
        List<MemoryUser> processes) {
    /**
     * A process.
     *
     * @param pidInside the sliver's own number of it
     * @param command printable, cut short
     */
    public record MemoryUser(long pidInside, String command, long bytes) {}

    public MemoryReset {
        Objects.requireNonNull(id);
        Objects.requireNonNull(slice);
        Objects.requireNonNull(context);
        Objects.requireNonNull(at);
        Objects.requireNonNull(node);
        processes = List.copyOf(processes);
    }

    /** What its owner reads beside its state. */
    String words() {
        String beyond = guaranteedBytes == 0
                ? "no memory is guaranteed to it"
                : "it is guaranteed " + Amount.words(guaranteedBytes);
        return "reset at " + at.truncatedTo(ChronoUnit.SECONDS) + " because the node had " + node.words() + ": it used "
                + Amount.words(usedBytes) + ", and " + beyond;
    }
}
