package org.lamella.outbox;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** Lets a request wait until something that it reads has become true, looking again at each change of one thing. */
@Component
public class Changes implements OutboxListener {
    private final Map<Change, CopyOnWriteArraySet<Semaphore>> waiting = new ConcurrentHashMap<>();

    @Override
    public void changed(Change change) {
        waiting.getOrDefault(change, new CopyOnWriteArraySet<>()).forEach(Semaphore::release);
    }

    /**
     * Returns when the condition holds or the time is over, whichever is first.
     *
     * @param condition is looked at now and after each change; it reads committed state
     */
    public void await(Change change, Duration atMost, BooleanSupplier condition) throws InterruptedException {
        Semaphore wake = new Semaphore(0);
        // Registered before the first look: a change between the two must not be missed.
        // Added within compute: a set that its last waiter is just taking out of the map would wake nobody.
        waiting.compute(change, (key, wakes) -> {
            CopyOnWriteArraySet<Semaphore> all = wakes == null ? new CopyOnWriteArraySet<>() : wakes;
            all.add(wake);
            return all;
        });
        try {
            long deadline = System.nanoTime() + atMost.toNanos();
            while (!condition.getAsBoolean()) {
                if (!wake.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return;
                }
                wake.drainPermits();
            }
        } finally {
            waiting.computeIfPresent(change, (key, wakes) -> {
                wakes.remove(wake);
                return wakes.isEmpty() ? null : wakes;
            });
        }
    }
}
