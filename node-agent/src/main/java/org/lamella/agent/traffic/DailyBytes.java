package org.lamella.agent.traffic;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** How a sliver's bytes of the day bound what it sends now: so that at the end of the day of UTC it has sent no more. */
final class DailyBytes {
    /** A ceiling is in force at least so long, whatever is left of the day. */
    static final Duration LOOK = Duration.ofSeconds(10);

    private static final int BITS = 8;

    private DailyBytes() {}

    static LocalDate day(Instant now) {
        return now.atZone(ZoneOffset.UTC).toLocalDate();
    }

    static Instant begin(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /**
     * @param most bytes that may be sent in a day
     * @param used of them, today
     * @return bits a second
     */
    static long ceiling(long most, long used, Instant now) {
        Duration left = Duration.between(now, begin(day(now).plusDays(1)));
        double seconds = Math.max(left.toMillis(), LOOK.toMillis()) / 1000.0;
        return (long) (Math.max(0.0, (double) most - used) * BITS / seconds);
    }
}
