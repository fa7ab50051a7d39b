package org.lamella.slivers;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The part that a sliver has of its node.
 *
 * @param cpuPercent reserved of the node's CPU time
 * @param cpuCores so many whole cores of its own, all that it runs on; 0: none
 * @param capped whether it gets no more than that
 * @param networkBits a second, reserved in each direction
 * @param networkCeilingBits a second; 0: none
 * @param networkDailyBytes sent in a day of UTC; 0: any number
 * @param memoryBytes guaranteed
 * @param memoryLimitBytes null: as much as the node has
 * @param ioReadBytes a second; 0: no ceiling. Likewise the next
 */
record SliverResources(
        BigDecimal cpuPercent,
        int cpuCores,
        boolean capped,
        BigDecimal cpuShare,
        long networkBits,
        BigDecimal networkShare,
        long networkCeilingBits,
        long networkDailyBytes,
        long memoryBytes,
        @Nullable Long memoryLimitBytes,
        long processes,
        long diskBytes,
        long diskInodes,
        BigDecimal ioShare,
        long ioReadBytes,
        long ioWriteBytes) {}
