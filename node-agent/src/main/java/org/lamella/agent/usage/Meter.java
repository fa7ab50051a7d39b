package org.lamella.agent.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.lamella.agent.plan.SliverPromise;

/**
 * Sums up look after look what slivers got, in windows that begin at whole multiples of their length.
 *
 * <p>Which window it is says the clock; how long was watched says whoever looks, by a clock that nobody sets. Invariants:
 *
 * <ul>
 *   <li>What was counted between two looks is in one window, or, when it is not known in which, in none.
 *   <li>A window of which not everything was watched says so.
 *   <li>A clock that is set back a little keeps the window open; one that is set further begins another window.
 * </ul>
 *
 * <p>Not thread-safe.
 */
final class Meter {
    private static final int SLACK_PARTS = 50;
    private static final Duration LEAST_SLACK = Duration.ofSeconds(1);

    private final long length;
    /** That much may be missing of a window that is called whole. */
    private final long slack;

    private final Map<Life, SliverMeter> slivers = new LinkedHashMap<>();
    private long began;
    private long watchedNanos;
    private boolean open;
    /** Whether this life of the agent has looked before: a context that it sees then for the first time has just begun. */
    private boolean looked;

    /** A sliver that is built anew on another disk is another. */
    private record Life(String slice, long incarnation) {}

    /** @param left what an earlier life of the agent had open */
    Meter(Duration length, Optional<OpenWindow> left) {
        this.length = length.toMillis();
        this.slack = Math.max(LEAST_SLACK.toMillis(), this.length / SLACK_PARTS);
        left.filter(window -> window.beganMillis() % this.length == 0).ifPresent(this::takeUp);
    }

    private void takeUp(OpenWindow window) {
        began = window.beganMillis();
        watchedNanos = window.watchedNanos();
        open = true;
        window.accounts()
                .forEach(account ->
                        slivers.put(new Life(account.slice(), account.incarnation()), new SliverMeter(account)));
    }

    /**
     * @param since the last look; zero for the first
     * @param readings of all slivers that have a context
     * @param promises by slice; one that is not in it is promised nothing
     * @return a window that this look has ended
     */
    Optional<UsageWindow> look(
            Instant now, Duration since, Collection<Reading> readings, Map<String, SliverPromise> promises) {
        long at = now.toEpochMilli();
        long start = at - Math.floorMod(at, length);
        Optional<UsageWindow> ended = Optional.empty();
        boolean goesOn = open && (start == began || (start < began && began - at < length));
        boolean follows = open && start == began + length && at - start <= slack;
        if (goesOn || follows) {
            account(since, readings, promises);
        }
        if (!goesOn) {
            ended = open ? Optional.of(window()) : Optional.empty();
            begin(start, follows, readings, promises);
        }
        looked = true;
        return ended;
    }

    private void account(Duration since, Collection<Reading> readings, Map<String, SliverPromise> promises) {
        watchedNanos += since.toNanos();
        Map<Life, SliverMeter> gone = new LinkedHashMap<>(slivers);
        for (Reading reading : readings) {
            Life life = new Life(reading.slice(), reading.incarnation());
            gone.remove(life);
            slivers.computeIfAbsent(life, unknown -> new SliverMeter(reading, looked))
                    .see(reading, promise(reading, promises), since);
        }
        gone.values().forEach(SliverMeter::absent);
    }

    /** @param follows whether the window before it was accounted for to its end; else what came before now is nobody's */
    private void begin(long start, boolean follows, Collection<Reading> readings, Map<String, SliverPromise> promises) {
        Map<Life, SliverMeter> before = follows ? Map.copyOf(slivers) : Map.of();
        slivers.clear();
        began = start;
        watchedNanos = 0;
        open = true;
        for (Reading reading : readings) {
            Life life = new Life(reading.slice(), reading.incarnation());
            SliverMeter known = before.get(life);
            SliverMeter meter = known == null ? new SliverMeter(reading, false) : known.next();
            slivers.put(life, meter);
            meter.see(reading, promise(reading, promises), Duration.ZERO);
        }
    }

    private static SliverPromise promise(Reading reading, Map<String, SliverPromise> promises) {
        return promises.getOrDefault(reading.slice(), SliverPromise.FAIR);
    }

    private UsageWindow window() {
        long watched = Duration.ofNanos(watchedNanos).toMillis();
        return new UsageWindow(
                began,
                length,
                Math.abs(watched - length) > slack,
                slivers.values().stream().map(SliverMeter::use).toList());
    }

    /** What is open; empty before the first look. */
    Optional<OpenWindow> open() {
        return open
                ? Optional.of(new OpenWindow(
                        began,
                        watchedNanos,
                        slivers.values().stream().map(SliverMeter::account).toList()))
                : Optional.empty();
    }
}
