package org.lamella.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.lamella.audit.Actor;
import org.lamella.audit.AuditTrail;
import org.lamella.outbox.Outbox;
import org.lamella.outbox.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes in what nodes say that their slivers got. They say it until they hear that it is stored, so the same is said more than
 * once; what was said first stays.
 */
@Component
public class UsageIntake {
    private static final Logger log = LoggerFactory.getLogger(UsageIntake.class);

    /** So much may the clock of a node be ahead of ours. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    /** More lives of slivers than any node has in five minutes. */
    private static final int MOST_SLIVERS = 5_000;

    /** Of any count: a number that sums of years do not overflow by. */
    private static final long MOST = 1L << 50;

    /** All nodes tell a window in the same second; people must not wait for a connection to the database behind them. */
    private static final int AT_ONCE = 4;

    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

    private final UsagePartitions partitions;
    private final PromiseJudge judge;
    private final BrokenPromises broken;
    private final TestbedLine line;
    private final AuditTrail audit;
    private final Outbox outbox;
    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Semaphore turns = new Semaphore(AT_ONCE);

    UsageIntake(
            UsagePartitions partitions,
            PromiseJudge judge,
            BrokenPromises broken,
            TestbedLine line,
            AuditTrail audit,
            Outbox outbox,
            JdbcClient jdbc,
            JsonMapper json,
            TransactionTemplate transaction,
            Clock clock) {
        this.partitions = partitions;
        this.judge = judge;
        this.broken = broken;
        this.line = line;
        this.audit = audit;
        this.outbox = outbox;
        this.jdbc = jdbc;
        this.json = json;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Stores what is news of it, as far as it is of slivers that the node has or had. What cannot be true is dropped, so that the
     * node need not say it again.
     */
    public void told(long nodeId, String node, ToldWindow window) {
        Optional<String> objection = objection(window);
        if (objection.isPresent()) {
            log.warn("what {} says that its slivers got is not stored: {}", node, objection.get());
            return;
        }
        if (window.slivers().isEmpty()) {
            return;
        }
        turns.acquireUninterruptibly();
        try {
            take(nodeId, node, Instant.ofEpochMilli(window.beganMillis()), window);
        } finally {
            turns.release();
        }
    }

    private void take(long nodeId, String node, Instant began, ToldWindow window) {
        partitions.ensure(began);
        transaction.executeWithoutResult(status -> {
            boolean broke = store(nodeId, began, window);
            line.note(nodeId, began);
            if (broke) {
                breaches(nodeId, began).forEach(breach -> tell(node, breach));
                broken.note(nodeId, began);
            }
        });
    }

    private Optional<String> objection(ToldWindow window) {
        Instant now = clock.instant();
        if (!Windows.isOne(window.beganMillis(), window.lengthMillis())) {
            return Optional.of("there is no window of " + window.lengthMillis() + " ms that began at "
                    + window.beganMillis() + " ms");
        }
        if (window.slivers().size() > MOST_SLIVERS) {
            return Optional.of(
                    "it speaks of " + window.slivers().size() + " slivers, at most " + MOST_SLIVERS + " are taken");
        }
        if (window.beganMillis() + window.lengthMillis() > now.plus(AHEAD).toEpochMilli()) {
            return Optional.of("its window is yet to end: its clock is ahead of " + now);
        }
        if (window.beganMillis() < partitions.oldest().toEpochMilli()) {
            return Optional.of("its window is older than what is kept");
        }
        return Optional.empty();
    }

    /** @return whether something was news, by which a promise was broken */
    private boolean store(long nodeId, Instant began, ToldWindow window) {
        return jdbc.sql("""
                        with told as (
                          select * from jsonb_to_recordset(cast(:slivers as jsonb)) as t (
                            slice text, incarnation bigint, "seenMillis" integer, "cpuMillis" bigint,
                            "cpuReservedPercent" numeric, "cpuPromisedMillis" bigint, "cpuMissedMillis" bigint,
                            "memoryBytes" bigint, "memoryPeakBytes" bigint, "memoryGuaranteedBytes" bigint,
                            "sentBytes" bigint, "receivedBytes" bigint, "diskBytes" bigint, "diskReadBytes" bigint,
                            "diskWrittenBytes" bigint, processes bigint, "processesPeak" bigint,
                            "networkReservedBits" bigint, "sentPromisedBytes" bigint, "sentMissedBytes" bigint,
                            "sentWaitedMillis" bigint, "receivedPromisedBytes" bigint, "receivedMissedBytes" bigint,
                            "receivedWaitedMillis" bigint, "memoryTaken" bigint, broken text[]))
                        insert into usage_windows (
                          began_at, node_id, slice_id, incarnation, length_millis, partial, seen_millis, cpu_millis,
                          cpu_reserved_percent, cpu_promised_millis, cpu_missed_millis, memory_bytes,
                          memory_peak_bytes, memory_guaranteed_bytes, sent_bytes, received_bytes, disk_bytes,
                          disk_read_bytes, disk_written_bytes, processes, processes_peak,
                          network_reserved_bits, sent_promised_bytes, sent_missed_bytes, sent_waited_millis,
                          received_promised_bytes, received_missed_bytes, received_waited_millis, memory_taken,
                          promise_broken, broken)
                        select :began, l.node_id, l.slice_id, l.incarnation, :length, :partial, "seenMillis", "cpuMillis",
                          "cpuReservedPercent", "cpuPromisedMillis", "cpuMissedMillis", "memoryBytes",
                          "memoryPeakBytes", "memoryGuaranteedBytes", "sentBytes", "receivedBytes", "diskBytes",
                          "diskReadBytes", "diskWrittenBytes", processes, "processesPeak",
                          "networkReservedBits", "sentPromisedBytes", "sentMissedBytes", "sentWaitedMillis",
                          "receivedPromisedBytes", "receivedMissedBytes", "receivedWaitedMillis", "memoryTaken",
                          broken <> '{}', broken
                        from told t join sliver_lives l
                          on l.node_id = :node and l.incarnation = t.incarnation and l.slice = t.slice
                        on conflict do nothing
                        returning promise_broken""")
                .param("node", nodeId)
                .param("began", began.atOffset(ZoneOffset.UTC))
                .param("length", window.lengthMillis())
                .param("partial", window.partial())
                .param(
                        "slivers",
                        json.writeValueAsString(window.slivers().stream()
                                .map(use -> row(use, window.lengthMillis()))
                                .toList()))
                .query(Boolean.class)
                .list()
                .contains(true);
    }

    /** As the statement above reads it. */
    private record Row(
            String slice,
            long incarnation,
            long seenMillis,
            @Nullable Long cpuMillis,
            BigDecimal cpuReservedPercent,
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
            @Nullable Long memoryTaken,
            Set<PromiseKind> broken) {}

    private Row row(ToldWindow.ToldUse use, long lengthMillis) {
        return new Row(
                use.slice(),
                use.incarnation(),
                Math.clamp(use.seenMillis(), 0, lengthMillis),
                bounded(use.cpuMillis()),
                percent(use.cpuReservedPercent()),
                bounded(use.cpuPromisedMillis()),
                bounded(use.cpuMissedMillis()),
                bounded(use.memoryBytes()),
                bounded(use.memoryPeakBytes()),
                Math.clamp(use.memoryGuaranteedBytes(), 0, MOST),
                bounded(use.sentBytes()),
                bounded(use.receivedBytes()),
                bounded(use.diskBytes()),
                bounded(use.diskReadBytes()),
                bounded(use.diskWrittenBytes()),
                bounded(use.processes()),
                bounded(use.processesPeak()),
                Math.clamp(use.networkReservedBits(), 0, MOST),
                bounded(use.sentPromisedBytes()),
                bounded(use.sentMissedBytes()),
                bounded(use.sentWaitedMillis()),
                bounded(use.receivedPromisedBytes()),
                bounded(use.receivedMissedBytes()),
                bounded(use.receivedWaitedMillis()),
                bounded(use.memoryTaken()),
                judge.broken(use));
    }

    private static @Nullable Long bounded(@Nullable Long count) {
        return count == null ? null : Long.valueOf(Math.clamp(count, 0, MOST));
    }

    private static BigDecimal percent(double told) {
        BigDecimal sane = Double.isFinite(told) ? BigDecimal.valueOf(told) : BigDecimal.ZERO;
        return sane.max(BigDecimal.ZERO).min(WHOLE).setScale(2, RoundingMode.HALF_UP);
    }

    /** Promises that were broken in this window and not in the one before it: each is an event when it begins. */
    private List<Breach> breaches(long nodeId, Instant began) {
        return jdbc.sql(Breach.SELECT + """
                        where w.node_id = :node and w.began_at = :began and w.promise_broken and not exists (
                          select 1 from usage_windows before
                          where before.began_at = :before and before.node_id = w.node_id
                            and before.slice_id = w.slice_id and b.kind = any(before.broken))""")
                .param("node", nodeId)
                .param("began", began.atOffset(ZoneOffset.UTC))
                .param("before", began.minus(Windows.LENGTH).atOffset(ZoneOffset.UTC))
                .query(Breach::of)
                .list();
    }

    private void tell(String node, Breach breach) {
        audit.record(Actor.SYSTEM, "promise-broken", "slice", breach.slice(), breach.words());
        outbox.append(Topic.SLICE, breach.slice());
        outbox.append(Topic.NODE, node);
    }
}
