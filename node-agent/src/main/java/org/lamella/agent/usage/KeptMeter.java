package org.lamella.agent.usage;

import java.util.Optional;
import org.lamella.agent.plan.SliverPromise;
import org.lamella.agent.traffic.TrafficDelivered;
import org.lamella.agent.usage.Kept.OneWay;

/** What of its promises besides CPU time one life of a sliver got in one window. Not thread-safe. */
final class KeptMeter {
    private Kept kept;
    private MemoryEvents events;
    /** Counted by this life of the agent, and so nothing to take up from another. */
    private OneWay sent = OneWay.NOTHING;

    private OneWay received = OneWay.NOTHING;

    /** @param fromNothing whether all that was counted so far belongs to this window: else nothing of it does */
    KeptMeter(Reading first, boolean fromNothing) {
        this(Kept.UNKNOWN, fromNothing ? MemoryEvents.NONE : first.memoryEvents());
        if (!fromNothing) {
            remember(first.traffic());
        }
    }

    /** As an earlier life of the agent has left it. */
    KeptMeter(Kept kept, MemoryEvents events) {
        this.kept = kept;
        this.events = events;
    }

    /** The same context in the window after this one. */
    KeptMeter next() {
        KeptMeter next = new KeptMeter(Kept.UNKNOWN, events);
        next.sent = sent;
        next.received = received;
        return next;
    }

    /**
     * @param same whether it is the context that was seen last
     * @param wasWithin whether that was within its guarantee
     */
    void see(Reading now, SliverPromise promise, boolean same, boolean wasWithin) {
        long guaranteed = promise.memory().guaranteedBytes();
        boolean within = wasWithin && now.memoryBytes() <= guaranteed;
        long taken = now.memoryEvents().takenSince(same ? events : MemoryEvents.NONE, within);
        OneWay sentNow =
                now.traffic().map(TrafficDelivered::sent).map(KeptMeter::of).orElse(OneWay.UNKNOWN);
        OneWay receivedNow =
                now.traffic().map(TrafficDelivered::received).map(KeptMeter::of).orElse(OneWay.UNKNOWN);
        kept = new Kept(
                promise.traffic().reservedBits(),
                kept.sent().plus(sentNow.since(sent)),
                kept.received().plus(receivedNow.since(received)),
                guaranteed == 0 ? kept.memoryTaken() : Counted.sum(kept.memoryTaken(), taken));
        events = now.memoryEvents();
        remember(now.traffic());
    }

    private void remember(Optional<TrafficDelivered> traffic) {
        sent = traffic.map(TrafficDelivered::sent).map(KeptMeter::of).orElse(OneWay.NOTHING);
        received = traffic.map(TrafficDelivered::received).map(KeptMeter::of).orElse(OneWay.NOTHING);
    }

    private static OneWay of(TrafficDelivered.OneWay delivered) {
        return new OneWay(
                delivered.promisedBytes(),
                delivered.missedBytes(),
                delivered.waited().toMillis());
    }

    Kept kept() {
        return kept;
    }

    MemoryEvents events() {
        return events;
    }
}
