package org.lamella.agent.cpu;

import java.time.Duration;

/**
 * How much CPU time a sliver could use, guessed from what it used and how long it waited.
 *
 * <p>While one of its threads waits, it could use one CPU more than it does: so what it used and the time in which any
 * waited, together, are never more than it wants. They may be less, when several wait at once; given more, it uses that and
 * still waits, and so the guess rises until it is right. A sliver with one thread is never taken for one that could use two
 * CPUs, which matters: what is allotted to it beyond its one would be taken from others and used by nobody.
 */
final class Demand {
    /** Less than that is what looking after a sleeping context costs. */
    private static final double ASLEEP = 0.002;

    /** How much of the newest look counts; the rest is what was there before. */
    private static final double NEWEST = 0.4;

    private double used;
    private double waited;

    /**
     * @param usedNow since the last look
     * @param waitedNow since the last look
     * @param most how many CPUs there are
     * @return CPUs; 0 for one that sleeps
     */
    double after(Duration usedNow, Duration waitedNow, Duration since, int most) {
        double seconds = since.toNanos() / 1e9;
        double newestUsed = usedNow.toNanos() / 1e9 / seconds;
        double newestWaited = Math.min(1, waitedNow.toNanos() / 1e9 / seconds);
        boolean wakes = used + waited < ASLEEP;
        double weight = wakes ? 1 : NEWEST;
        used += weight * (newestUsed - used);
        waited += weight * (newestWaited - waited);
        double wants = used + waited;
        return wants < ASLEEP ? 0 : Math.min(wants, most);
    }
}
