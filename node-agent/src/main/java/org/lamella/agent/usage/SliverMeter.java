package org.lamella.agent.usage;

import java.time.Duration;
import java.util.Optional;
import org.lamella.agent.cpu.CpuDelivered;
import org.lamella.agent.plan.SliverPromise;

/** One life of a sliver in one window. Not thread-safe. */
final class SliverMeter {
    private final String slice;
    private final long incarnation;
    private String context;
    private Counted last;
    private Counted gained = Counted.UNKNOWN;
    private boolean present;
    private long seenNanos;
    private double reservedPercent;
    private long promisedNanos = Counted.NOT;
    private long missedNanos = Counted.NOT;
    private long memoryBytes = Counted.NOT;
    private long memoryPeakBytes = Counted.NOT;
    private long guaranteedBytes;
    private long diskBytes = Counted.NOT;
    private long processes = Counted.NOT;
    private long processesPeak = Counted.NOT;
    private final KeptMeter kept;
    /** Counted by this life of the agent, and so nothing to take up from another. */
    private Optional<CpuDelivered> delivered;

    /** @param fromNothing whether all that was counted so far belongs to this window: else nothing of it does */
    SliverMeter(Reading first, boolean fromNothing) {
        this.slice = first.slice();
        this.incarnation = first.incarnation();
        this.context = first.context();
        this.last = fromNothing ? Counted.NOTHING : first.counted();
        this.delivered = fromNothing ? Optional.empty() : first.delivered();
        this.kept = new KeptMeter(first, fromNothing);
    }

    /** As an earlier life of the agent has left it. */
    SliverMeter(OpenWindow.Account left) {
        slice = left.slice();
        incarnation = left.incarnation();
        context = left.context();
        last = left.last();
        gained = left.gained();
        present = left.present();
        seenNanos = left.seenNanos();
        reservedPercent = left.reservedPercent();
        promisedNanos = left.promisedNanos();
        missedNanos = left.missedNanos();
        memoryBytes = left.memoryBytes();
        memoryPeakBytes = left.memoryPeakBytes();
        guaranteedBytes = left.guaranteedBytes();
        diskBytes = left.diskBytes();
        processes = left.processes();
        processesPeak = left.processesPeak();
        kept = new KeptMeter(left.kept(), left.events());
        delivered = Optional.empty();
    }

    private SliverMeter(SliverMeter before) {
        slice = before.slice;
        incarnation = before.incarnation;
        context = before.context;
        last = before.last;
        present = before.present;
        reservedPercent = before.reservedPercent;
        memoryBytes = before.memoryBytes;
        memoryPeakBytes = before.memoryBytes;
        guaranteedBytes = before.guaranteedBytes;
        diskBytes = before.diskBytes;
        processes = before.processes;
        processesPeak = before.processes;
        delivered = before.delivered;
        kept = before.kept.next();
    }

    /** The same context in the window after this one. */
    SliverMeter next() {
        return new SliverMeter(this);
    }

    /** @param since the last look, at which it was there, too, if it was */
    void see(Reading now, SliverPromise promise, Duration since) {
        boolean same = context.equals(now.context());
        boolean wasWithin = guaranteedBytes > 0 && memoryBytes != Counted.NOT && memoryBytes <= guaranteedBytes;
        kept.see(now, promise, same, wasWithin);
        gained = gained.plus(now.counted().since(same ? last : Counted.NOTHING));
        context = now.context();
        last = now.counted();
        seenNanos += present ? since.toNanos() : 0;
        present = true;
        reservedPercent = promise.cpu().reservedPercent();
        guaranteedBytes = promise.memory().guaranteedBytes();
        memoryBytes = now.memoryBytes();
        memoryPeakBytes = Math.max(memoryPeakBytes, now.memoryBytes());
        diskBytes = now.diskBytes();
        processes = now.processes();
        processesPeak = Math.max(processesPeak, now.processes());
        now.delivered().ifPresent(this::promised);
    }

    private void promised(CpuDelivered now) {
        CpuDelivered before = delivered.orElse(new CpuDelivered(Duration.ZERO, Duration.ZERO));
        promisedNanos = Counted.sum(promisedNanos, growth(now.promised(), before.promised()));
        missedNanos = Counted.sum(missedNanos, growth(now.missed(), before.missed()));
        delivered = Optional.of(now);
    }

    private static long growth(Duration now, Duration before) {
        return Counted.growth(now.toNanos(), before.toNanos());
    }

    /** It was not there when it was looked for. */
    void absent() {
        present = false;
        memoryBytes = 0;
        processes = 0;
    }

    boolean isPresent() {
        return present;
    }

    SliverUse use() {
        return new SliverUse(
                slice,
                incarnation,
                millis(seenNanos),
                gained,
                reservedPercent,
                millis(promisedNanos),
                millis(missedNanos),
                memoryBytes,
                memoryPeakBytes,
                guaranteedBytes,
                diskBytes,
                processes,
                processesPeak,
                kept.kept());
    }

    private static long millis(long nanos) {
        return nanos == Counted.NOT ? Counted.NOT : Duration.ofNanos(nanos).toMillis();
    }

    OpenWindow.Account account() {
        return new OpenWindow.Account(
                slice,
                incarnation,
                context,
                last,
                gained,
                present,
                seenNanos,
                reservedPercent,
                promisedNanos,
                missedNanos,
                memoryBytes,
                memoryPeakBytes,
                guaranteedBytes,
                diskBytes,
                processes,
                processesPeak,
                kept.kept(),
                kept.events());
    }
}
