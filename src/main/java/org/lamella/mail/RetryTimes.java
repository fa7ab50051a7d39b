package org.lamella.mail;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** When a mail is tried again: later each time, and not all mails of one failure at once. */
final class RetryTimes {
    /** RFC 5321 §4.5.4.1 asks for four to five days; a reminder of yesterday is of no use by then. */
    static final Duration PATIENCE = Duration.ofDays(3);

    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int DOUBLINGS = 7;

    private RetryTimes() {}

    /**
     * Half a minute, doubled with each failure up to an hour, and up to a quarter more or less of it.
     *
     * @param failures how many there were, from 1
     */
    static Duration after(int failures, RandomGenerator random) {
        Duration doubled = FIRST.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
        Duration wait = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return Duration.ofMillis((long) (wait.toMillis() * random.nextDouble(0.75, 1.25)));
    }
}
