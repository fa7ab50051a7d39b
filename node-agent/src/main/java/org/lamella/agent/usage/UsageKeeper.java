package org.lamella.agent.usage;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.lamella.agent.plan.SliverPromise;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at what slivers have and got, every ten seconds and when a window ends, as long as the agent lives. */
public final class UsageKeeper implements AutoCloseable {
    /** What a window is, but in tests. */
    public static final Duration WINDOW = Duration.ofMinutes(5);

    private static final Logger log = LoggerFactory.getLogger(UsageKeeper.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);
    private static final int LEAST_LOOKS = 4;
    /** A killed agent forgets so much of what no counter of the kernel says. */
    private static final Duration BETWEEN_SAVES = Duration.ofSeconds(30);

    private final Readings readings;
    private final Supplier<Map<String, SliverPromise>> promises;
    private final UsageBook book;
    private final Duration window;
    private final Clock clock;
    private final Meter meter;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("usage").daemon().unstarted(this::run);
    private long lastLook;
    private long lastSave;

    /** @param promises by slice; asked at each look */
    public UsageKeeper(
            Readings readings,
            Supplier<Map<String, SliverPromise>> promises,
            UsageBook book,
            Duration window,
            Clock clock)
            throws IOException {
        this.readings = readings;
        this.promises = promises;
        this.book = book;
        this.window = window;
        this.clock = clock;
        this.meter = new Meter(window, book.loadOpen());
    }

    public void start() {
        thread.start();
    }

    private void run() {
        lastLook = System.nanoTime();
        lastSave = lastLook;
        try {
            do {
                look();
            } while (!ended.await(untilNext(), TimeUnit.MILLISECONDS));
            save();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A look that fails is made up for by the next one, which then has more to count. */
    private void look() {
        try {
            var all = readings.read();
            long now = System.nanoTime();
            Instant wall = clock.instant();
            Optional<UsageWindow> over = meter.look(wall, Duration.ofNanos(now - lastLook), all, promises.get());
            lastLook = now;
            if (over.isPresent()) {
                book.keep(over.get());
            }
            if (over.isPresent() || now - lastSave >= BETWEEN_SAVES.toNanos()) {
                save();
                lastSave = now;
            }
        } catch (IOException | RuntimeException e) {
            log.warn("what slivers got is not told now: {}", e.toString());
        }
    }

    private void save() {
        Optional<OpenWindow> open = meter.open();
        try {
            if (open.isPresent()) {
                book.saveOpen(open.get());
            }
        } catch (IOException e) {
            log.warn("what slivers got is remembered until the agent ends only: {}", e.toString());
        }
    }

    /** Milliseconds; a look just behind the end of a window ends it. */
    private long untilNext() {
        long length = window.toMillis();
        long untilEnd = length - Math.floorMod(clock.millis(), length);
        return Math.min(untilEnd + 1, Math.min(BETWEEN_LOOKS.toMillis(), length / LEAST_LOOKS));
    }

    /** Saves what is open: the next life of the agent goes on with it. */
    @Override
    public void close() throws InterruptedException {
        ended.countDown();
        if (thread.getState() != Thread.State.NEW) {
            thread.join();
        }
    }
}
