package org.lamella.agent.cpu;

import java.time.Duration;

/**
 * Whether one sliver gets what is reserved for it.
 *
 * <p>In each look it wants what it used and what it waited for together, or more, as {@link Demand} explains. What it wants of
 * its reservation and does not use, it has missed. A look is short beside a turn of the kernel's scheduler: what it got beyond
 * its reservation within the last second of such promise is taken off first.
 */
final class Delivery {
    private static final long CREDIT = 1;

    private long promisedNanos;
    private long missedNanos;
    private double credit;

    /** @param reserved CPUs */
    synchronized void after(Duration used, Duration waited, Duration since, double reserved) {
        double promised = reserved * since.toNanos();
        double wanted = Math.min(promised, used.toNanos() + (double) waited.toNanos());
        credit = Math.min(
                credit + used.toNanos() - wanted,
                reserved * Duration.ofSeconds(CREDIT).toNanos());
        if (credit < 0) {
            missedNanos += Math.round(-credit);
            credit = 0;
        }
        promisedNanos += Math.round(promised);
    }

    synchronized CpuDelivered sum() {
        return new CpuDelivered(Duration.ofNanos(promisedNanos), Duration.ofNanos(missedNanos));
    }
}
