package org.lamella.agent.controllink;

import java.time.Duration;

/**
 * When the next message of a stream is due. All times are nanoseconds of one monotonic clock; not safe for several
 * threads.
 *
 * <p>A change is reported at once when the last report is long enough ago, and otherwise when it is, so that a burst of
 * changes costs one report per spacing.
 */
final class Cadence {
    private final long heartbeatEvery;
    private final long spacing;
    private final long wholeEvery;
    private long lastHeartbeat;
    private long lastReport;
    private long lastWhole;

    /** @param now a heartbeat, a report and a whole report were sent just now */
    Cadence(Duration heartbeatEvery, Duration spacing, Duration wholeEvery, long now) {
        this.heartbeatEvery = heartbeatEvery.toNanos();
        this.spacing = spacing.toNanos();
        this.wholeEvery = wholeEvery.toNanos();
        lastHeartbeat = now;
        lastReport = now;
        lastWhole = now;
    }

    boolean heartbeatDue(long now) {
        return now - lastHeartbeat >= heartbeatEvery;
    }

    boolean wholeDue(long now) {
        return now - lastWhole >= wholeEvery;
    }

    boolean changesDue(long now) {
        return now - lastReport >= spacing;
    }

    void heartbeatSent(long now) {
        lastHeartbeat = now;
    }

    void reportSent(long now, boolean whole) {
        lastReport = now;
        if (whole) {
            lastWhole = now;
        }
    }

    /**
     * @param changed whether there is a change to report
     * @return nanoseconds until something is due, at least 0
     */
    long untilNext(long now, boolean changed) {
        long next = Math.min(lastHeartbeat + heartbeatEvery - now, lastWhole + wholeEvery - now);
        if (changed) {
            next = Math.min(next, lastReport + spacing - now);
        }
        return Math.max(0, next);
    }
}
