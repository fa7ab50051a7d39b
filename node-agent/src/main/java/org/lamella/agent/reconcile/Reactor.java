package org.lamella.agent.reconcile;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one task on one thread, whenever it is signalled and at least once a tick.
 *
 * <p>Signals collapse: any number of them during a run cause exactly one more run, which starts after the last of
 * them. A task that throws is logged and run again at the next signal or tick.
 */
public final class Reactor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Reactor.class);

    private final Semaphore signals = new Semaphore(0);
    private final Duration tick;
    private final Runnable task;
    private final Thread thread;
    private volatile boolean closed;

    public Reactor(String name, Duration tick, Runnable task) {
        this.tick = tick;
        this.task = task;
        this.thread = Thread.ofPlatform().name(name).unstarted(this::loop);
    }

    public void start() {
        thread.start();
    }

    public void signal() {
        signals.release();
    }

    /** Waits for a run that is under way to end; no run starts after this returns. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        signals.release();
        thread.join();
    }

    private void loop() {
        while (!closed) {
            try {
                boolean signalled = signals.tryAcquire(tick.toMillis(), TimeUnit.MILLISECONDS);
                if (signalled) {
                    signals.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            }
            if (!closed) {
                runTask();
            }
        }
    }

    private void runTask() {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("{} failed; it runs again within {}", thread.getName(), tick, e);
        }
    }
}
