package org.lamella.usage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node says that its slivers got between two moments. Nothing of it is checked yet.
 *
 * @param beganMillis since 1970 UTC
 */
public record ToldWindow(long beganMillis, long lengthMillis, boolean partial, List<ToldUse> slivers) {
    public ToldWindow {
        slivers = List.copyOf(slivers);
    }

    /** One life of a sliver in it; null is what the node does not know. */
    public record ToldUse(
            String slice,
            long incarnation,
            long seenMillis,
            @Nullable Long cpuMillis,
            double cpuReservedPercent,
            @Nullable Long cpuPromisedMillis,
            @Nullable Long cpuMissedMillis,
            @Nullable Long memoryBytes,
            @Nullable Long memoryPeakBytes,
            long memoryGuaranteedBytes,
            @Nullable Long sentBytes,
            @Nullable Long receivedBytes,
            @Nullable Long diskBytes,
            @Nullable Long diskReadBytes,
            @Nullable Long diskWrittenBytes,
            @Nullable Long processes,
            @Nullable Long processesPeak,
            long networkReservedBits,
            @Nullable Long sentPromisedBytes,
            @Nullable Long sentMissedBytes,
            @Nullable Long sentWaitedMillis,
            @Nullable Long receivedPromisedBytes,
            @Nullable Long receivedMissedBytes,
            @Nullable Long receivedWaitedMillis,
            @Nullable Long memoryTaken) {}
}
