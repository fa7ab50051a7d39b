package org.lamella.agent.watchdog;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.lamella.agent.plan.SliverMemory;
import org.lamella.agent.reconcile.ResetOrders;
import org.lamella.agent.spectator.SliverProcess;
import org.lamella.agent.spectator.Spectator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks twice a second whether the node's memory is short, ten times while it is nearly so, and orders the slivers reset that
 * {@link Judge} names. Slivers are only measured when there is somebody to be named.
 *
 * <p>Nothing of it has to be remembered by the next life of the agent: it will see for itself whether memory is short.
 */
public final class Watchdog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);
    private static final Duration CALM = Duration.ofMillis(500);
    private static final Duration ALERT = Duration.ofMillis(100);
    /** How long memory that was given back may take to be seen. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(60);
    private static final int PROCESSES = 5;

    /**
     * A sliver that runs.
     *
     * @param context when its context was finished
     */
    public record Running(String slice, Instant context, SliverMemory memory) {}

    private final MemorySource source;
    private final MemoryMeter meter;
    private final Spectator spectator;
    private final Supplier<List<Running>> running;
    private final ResetOrders orders;
    private final ResetBook book;
    private final Clock clock;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("watchdog").daemon().unstarted(this::run);
    private Shortage last = Shortage.NONE;
    private Instant lastWords = Instant.MIN;
    private volatile Instant lastReset = Instant.MIN;

    /** @param running asked whenever memory is short */
    public Watchdog(
            MemorySource source,
            MemoryMeter meter,
            Spectator spectator,
            Supplier<List<Running>> running,
            ResetOrders orders,
            ResetBook book,
            Clock clock) {
        this.source = source;
        this.meter = meter;
        this.spectator = spectator;
        this.running = running;
        this.orders = orders;
        this.book = book;
        this.clock = clock;
    }

    public void start() {
        thread.start();
    }

    @Override
    public void close() throws InterruptedException {
        ended.countDown();
        if (thread.isAlive()) {
            thread.join();
        }
    }

    private void run() {
        Duration wait = CALM;
        try {
            while (!ended.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                wait = look() == Shortage.NONE ? CALM : ALERT;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Shortage look() {
        try {
            NodeMemory node = source.read();
            Shortage shortage = Thresholds.of(node);
            if (shortage != Shortage.NONE || last != Shortage.NONE) {
                act(shortage, node);
            }
            last = shortage;
        } catch (IOException | RuntimeException e) {
            if (mayTalk()) {
                log.error("whether memory is short cannot be told: {}", e.toString());
            }
        }
        return last;
    }

    private void act(Shortage shortage, NodeMemory node) throws IOException {
        if (shortage == Shortage.NONE) {
            log.info("memory is no longer short: {}", node.words());
            return;
        }
        List<Measured> measured = measure();
        boolean worse = shortage.compareTo(last) > 0;
        if (mayTalk() || worse) {
            lastWords = clock.instant();
            log.warn("memory is short ({}): {}; {}", shortage, node.words(), largest(measured));
        }
        boolean helpOnItsWay = orders.areOpen() || clock.instant().isBefore(soonest());
        if (shortage == Shortage.SHORT && helpOnItsWay) {
            return;
        }
        Map<String, Measured> bySlice = measured.stream()
                .filter(sliver -> !orders.isOpen(sliver.use().slice()))
                .collect(Collectors.toMap(sliver -> sliver.use().slice(), sliver -> sliver));
        List<MemoryUse> victims = Judge.victims(
                shortage, bySlice.values().stream().map(Measured::use).toList());
        if (victims.isEmpty() && shortage == Shortage.EXTREME && worse) {
            log.error("memory is short, and no sliver uses more than it is guaranteed: the host's own processes do");
        }
        for (MemoryUse victim : victims) {
            order(bySlice.get(victim.slice()), node, shortage);
        }
    }

    private Instant soonest() {
        return lastReset.equals(Instant.MIN) ? lastReset : lastReset.plus(SETTLING);
    }

    private boolean mayTalk() {
        return lastWords.equals(Instant.MIN) || !clock.instant().isBefore(lastWords.plus(BETWEEN_WORDS));
    }

    private record Measured(Running sliver, MemoryUse use) {}

    private List<Measured> measure() {
        List<Measured> measured = new ArrayList<>();
        for (Running sliver : running.get()) {
            try {
                long used = meter.used(sliver.slice());
                measured.add(new Measured(
                        sliver,
                        new MemoryUse(sliver.slice(), used, sliver.memory().guaranteedBytes())));
            } catch (IOException e) {
                log.debug("{} is not measured: {}", sliver.slice(), e.getMessage());
            }
        }
        return measured;
    }

    private static String largest(List<Measured> measured) {
        return measured.stream()
                .map(Measured::use)
                .max(Comparator.comparingLong(MemoryUse::beyondBytes))
                .map(MemoryUse::words)
                .orElse("no sliver runs");
    }

    private void order(Measured victim, NodeMemory node, Shortage shortage) throws IOException {
        MemoryUse use = victim.use();
        MemoryReset reset = new MemoryReset(
                UUID.randomUUID().toString(),
                use.slice(),
                victim.sliver().context(),
                clock.instant(),
                node,
                use.usedBytes(),
                use.guaranteedBytes(),
                shortage == Shortage.EXTREME,
                largestProcesses(use.slice()));
        log.error("{} is {}", use.slice(), reset.words());
        book.plan(reset);
        orders.put(new ResetOrders.Order(
                reset.slice(),
                reset.context(),
                reset.words(),
                () -> {
                    lastReset = clock.instant();
                    book.done(reset);
                },
                () -> book.withdrawn(reset)));
    }

    private List<MemoryReset.MemoryUser> largestProcesses(String slice) {
        try {
            return spectator.processes(Optional.of(slice)).stream()
                    .sorted(Comparator.comparingLong(SliverProcess::memoryBytes).reversed())
                    .limit(PROCESSES)
                    .map(process ->
                            new MemoryReset.MemoryUser(process.pidInside(), process.command(), process.memoryBytes()))
                    .toList();
        } catch (IOException e) {
            log.warn("the processes of {} are not known: {}", slice, e.getMessage());
            return List.of();
        }
    }
}
