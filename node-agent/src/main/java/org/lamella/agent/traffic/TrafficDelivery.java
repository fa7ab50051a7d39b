package org.lamella.agent.traffic;

import java.time.Duration;
import org.lamella.agent.traffic.TrafficDelivered.OneWay;

/**
 * Whether one sliver gets the rate that is reserved for it, in one direction.
 *
 * <p>The kernel does not say how long packets have waited, only how many bytes wait now. So a sliver is taken to have wanted all of
 * its rate between two looks when something waited in its class at both, and what has passed when not. What it wanted of its rate
 * and did not pass, it has missed; what it got beyond its rate within the last second of such promise is taken off first, since a
 * class saves up what it does not use. This errs to the side of the node: a queue that was empty at one of the looks, and packets that were
 * dropped before they came to it, are not seen.
 */
final class TrafficDelivery {
    private static final int BITS = 8;
    private static final double CREDIT_SECONDS = 1;
    /** A queue of less is a packet on its way. */
    private static final long LEAST_WAITING = 1_500;

    private Passed last;
    private double credit;
    private OneWay sum = OneWay.NOTHING;

    /** @param first what had passed when it was first looked at, of which nothing is judged */
    TrafficDelivery(Passed first) {
        this.last = first;
    }

    /**
     * @param promised bits a second, in this time
     * @param now what has passed in all, and what waits
     */
    void after(Duration since, long promised, Passed now) {
        long passed = now.bytes() - last.bytes();
        boolean waits = last.waiting() >= LEAST_WAITING && now.waiting() >= LEAST_WAITING;
        last = now;
        if (passed < 0 || since.isZero()) {
            // The class was made anew, or no time has passed.
            return;
        }
        double rate = promised / (double) BITS;
        double most = rate * since.toNanos() / 1e9;
        double wanted = waits ? most : Math.min(most, (double) passed);
        credit = Math.min(credit + passed - wanted, rate * CREDIT_SECONDS);
        long missed = 0;
        if (credit < 0) {
            missed = Math.round(-credit);
            credit = 0;
        }
        sum = new OneWay(
                sum.promisedBytes() + Math.round(wanted),
                sum.missedBytes() + missed,
                missed > 0 ? sum.waited().plus(since) : sum.waited());
    }

    OneWay sum() {
        return sum;
    }
}
