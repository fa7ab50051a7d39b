package org.lamella.agent.usage;

import java.util.Objects;

/**
 * What one sliver got in one window. A number that is not known is {@link Counted#NOT}.
 *
 * @param seenMillis how long it was seen to have a context
 * @param reservedPercent of the node's CPU time, at the end
 * @param promisedMillis CPU time that was reserved for it while it was seen
 * @param missedMillis what it wanted of that and waited for in vain
 * @param memoryBytes at the end, without files that are cached and not in use
 * @param memoryPeakBytes the most that was seen
 * @param guaranteedBytes memory that is guaranteed to it, at the end
 * @param diskBytes of its own files, at the end
 * @param processes at the end, without the context's own
 * @param processesPeak the most that were seen
 * @param kept whether it got what is promised to it besides CPU time
 */
public record SliverUse(
        String slice,
        long incarnation,
        long seenMillis,
        Counted counted,
        double reservedPercent,
        long promisedMillis,
        long missedMillis,
        long memoryBytes,
        long memoryPeakBytes,
        long guaranteedBytes,
        long diskBytes,
        long processes,
        long processesPeak,
        Kept kept) {
    public SliverUse {
        Objects.requireNonNull(slice);
        Objects.requireNonNull(counted);
        // A window that was kept by an older agent does not have it.
        kept = Objects.requireNonNullElse(kept, Kept.UNKNOWN);
    }
}
