package org.lamella.agent.controllink;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: exponential with full jitter, so that a thousand nodes that lost the same
 * control plane come back spread out. The wait is drawn evenly from nothing to the present bound, which begins at the
 * base, doubles with every draw and stops at the cap. Not safe for several threads.
 */
final class Backoff {
    private final Duration base;
    private final Duration cap;
    private final RandomGenerator random;
    private Duration bound;

    Backoff(Duration base, Duration cap, RandomGenerator random) {
        if (!base.isPositive() || cap.compareTo(base) < 0) {
            throw new IllegalArgumentException("a backoff from " + base + " to " + cap);
        }
        this.base = base;
        this.cap = cap;
        this.random = random;
        this.bound = base;
    }

    Duration next() {
        Duration wait = Duration.ofNanos(random.nextLong(bound.toNanos() + 1));
        Duration doubled = bound.multipliedBy(2);
        bound = doubled.compareTo(cap) < 0 ? doubled : cap;
        return wait;
    }

    /** After a success: the next wait is drawn from the base again. */
    void reset() {
        bound = base;
    }

    /** After a refusal that only a person can lift: the next wait is drawn from the cap at once. */
    void lengthen() {
        bound = cap;
    }
}
