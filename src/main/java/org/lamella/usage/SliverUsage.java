package org.lamella.usage;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one sliver got of its node in one window. Null is what the node does not know. Times are of CPU time.
 *
 * @param partial whether the node did not watch all of the window
 * @param active whether it had a process other than its context's own
 * @param live whether it used at least 0.1 % of a CPU
 * @param seenMillis how long it was seen to have a context
 * @param cpuReservedPercent of the node's CPU time, all CPUs together, at the end
 * @param cpuPromisedMillis what was reserved for it while it was seen
 * @param cpuMissedMillis what it wanted of that and waited for in vain
 * @param promiseBroken whether something that is promised was missed by more than is tolerated
 * @param memoryBytes at the end, without files that are cached and not in use
 * @param memoryPeakBytes the most that was seen, every ten seconds
 * @param diskBytes of its own files, at the end
 * @param diskReadBytes by the node's disks, as is the next
 * @param processes at the end, without the context's own
 * @param processesPeak the most that were seen, every ten seconds
 * @param networkReservedBits a second, each way at the node's uplink, at the end
 * @param sentPromisedBytes that rate for as long as it wanted all of it, and what passed while it wanted less; null where it
 *     has no rate of its own, as are the next five
 * @param sentMissedBytes what of that did not pass
 * @param sentWaitedMillis how long it waited though it was within its promise
 * @param receivedPromisedBytes likewise of what came for it
 * @param memoryTaken how often memory was taken of it though it was within its guarantee; null where it has none
 * @param broken which of its promises were not kept
 */
public record SliverUsage(
        String slice,
        String node,
        Instant from,
        Instant until,
        boolean partial,
        boolean active,
        boolean live,
        long seenMillis,
        @Nullable Long cpuMillis,
        BigDecimal cpuReservedPercent,
        @Nullable Long cpuPromisedMillis,
        @Nullable Long cpuMissedMillis,
        boolean promiseBroken,
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
        @Nullable Long memoryTaken,
        List<PromiseKind> broken) {
    public SliverUsage {
        broken = List.copyOf(broken);
    }

    /** Of a row of the view {@code sliver_usage}, with the names of the slice and the node. */
    static SliverUsage of(ResultSet row, int number) throws SQLException {
        Instant from = row.getObject("began_at", OffsetDateTime.class).toInstant();
        return new SliverUsage(
                row.getString("slice"),
                row.getString("node"),
                from,
                from.plusMillis(row.getLong("length_millis")),
                row.getBoolean("partial"),
                row.getBoolean("active"),
                row.getBoolean("live"),
                row.getLong("seen_millis"),
                row.getObject("cpu_millis", Long.class),
                row.getBigDecimal("cpu_reserved_percent"),
                row.getObject("cpu_promised_millis", Long.class),
                row.getObject("cpu_missed_millis", Long.class),
                row.getBoolean("promise_broken"),
                row.getObject("memory_bytes", Long.class),
                row.getObject("memory_peak_bytes", Long.class),
                row.getLong("memory_guaranteed_bytes"),
                row.getObject("sent_bytes", Long.class),
                row.getObject("received_bytes", Long.class),
                row.getObject("disk_bytes", Long.class),
                row.getObject("disk_read_bytes", Long.class),
                row.getObject("disk_written_bytes", Long.class),
                row.getObject("processes", Long.class),
                row.getObject("processes_peak", Long.class),
                row.getLong("network_reserved_bits"),
                row.getObject("sent_promised_bytes", Long.class),
                row.getObject("sent_missed_bytes", Long.class),
                row.getObject("sent_waited_millis", Long.class),
                row.getObject("received_promised_bytes", Long.class),
                row.getObject("received_missed_bytes", Long.class),
                row.getObject("received_waited_millis", Long.class),
                row.getObject("memory_taken", Long.class),
                Stream.of((String[]) row.getArray("broken").getArray())
                        .map(PromiseKind::valueOf)
                        .sorted()
                        .toList());
    }
}
