package org.lamella.agent.reconcile;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.lamella.agent.plan.SliverPlan;

/**
 * When what went wrong is tried again: after 1 s, then 2, 4, … up to 60 s. A sliver of which something else is wanted than
 * when it went wrong starts afresh.
 */
final class Retries {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int MOST_DOUBLINGS = 6;

    /**
     * @param wish what was wanted of the sliver; empty: its absence
     * @param sound how long it must run to count as sound
     */
    private record Entry(Optional<SliverPlan> wish, int times, Instant notBefore, String reason, Duration sound) {}

    private final Clock clock;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    Retries(Clock clock) {
        this.clock = clock;
    }

    boolean due(String slice, Optional<SliverPlan> wish) {
        Entry entry = entries.get(slice);
        return entry == null || !entry.wish().equals(wish) || !clock.instant().isBefore(entry.notBefore());
    }

    void failed(String slice, Optional<SliverPlan> wish, String reason) {
        failed(slice, wish, reason, Performer.SOUND);
    }

    /** @param sound how long it must run before that is forgotten, at least */
    void failed(String slice, Optional<SliverPlan> wish, String reason, Duration sound) {
        entries.compute(slice, (name, last) -> {
            boolean again = last != null && last.wish().equals(wish);
            int times = again ? last.times() + 1 : 1;
            Duration longest = again && last.sound().compareTo(sound) > 0 ? last.sound() : sound;
            return new Entry(wish, times, clock.instant().plus(delay(times)), reason, longest);
        });
    }

    /** Says of what went wrong last what became of it. */
    void explain(String slice, String reason) {
        entries.computeIfPresent(
                slice, (name, last) -> new Entry(last.wish(), last.times(), last.notBefore(), reason, last.sound()));
    }

    /** How often it went wrong in a row. */
    int times(String slice) {
        Entry entry = entries.get(slice);
        return entry == null ? 0 : entry.times();
    }

    /** Why it went wrong last; empty when nothing did. */
    String reason(String slice) {
        Entry entry = entries.get(slice);
        return entry == null ? "" : entry.reason();
    }

    /** When it is tried again; now, when nothing went wrong. */
    Instant nextTry(String slice) {
        Entry entry = entries.get(slice);
        return entry == null ? clock.instant() : entry.notBefore();
    }

    /** How long it must run until what went wrong is forgotten. */
    Duration soundAfter(String slice) {
        Entry entry = entries.get(slice);
        return entry == null ? Performer.SOUND : entry.sound();
    }

    void forget(String slice) {
        entries.remove(slice);
    }

    static Duration delay(int times) {
        Duration delay = FIRST.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
        return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
    }
}
