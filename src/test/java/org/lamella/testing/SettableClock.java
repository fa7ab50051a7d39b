package org.lamella.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * A clock that stands still until a test moves it.
 *
 * <p>It stands at the second in which the JVM started, not at a date of the past: TLS compares the certificates that are
 * issued by this clock with the machine's own.
 */
public final class SettableClock extends Clock {
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private volatile Instant now = start;

    public void advance(Duration by) {
        now = now.plus(by);
    }

    void reset() {
        now = start;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(now, zone);
    }
}
