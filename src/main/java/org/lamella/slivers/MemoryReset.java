package org.lamella.slivers;

import java.time.Instant;
import java.util.List;

/**
 * That a node reset a sliver because it was short of memory: all processes of the sliver were ended, and it was started again
 * with its files.
 *
 * @param usedBytes what only the end of its processes gave back
 * @param guaranteedBytes what of that nobody could have taken; 0: nothing
 * @param availableBytes what the node had left
 * @param totalBytes of the node's memory
 * @param swapUsedBytes of the node's swap, as is the next; both 0 where it has none
 * @param lastResort so little was left that all slivers beyond their guarantees were reset at once
 * @param processes the sliver's largest, the largest first; five at most
 */
public record MemoryReset(
        String node,
        String slice,
        Instant at,
        long usedBytes,
        long guaranteedBytes,
        long availableBytes,
        long totalBytes,
        long swapUsedBytes,
        long swapBytes,
        boolean lastResort,
        List<MemoryHolder> processes) {
    /**
     * A process with its memory.
     *
     * @param pid the sliver's own number of it
     * @param command what it was called with, cut short
     */
    public record MemoryHolder(long pid, String command, long memoryBytes) {}

    public MemoryReset {
        processes = List.copyOf(processes);
    }
}
