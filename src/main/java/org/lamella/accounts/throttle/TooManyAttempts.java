package org.lamella.accounts.throttle;

import java.time.Duration;

/** Somebody has to wait (429). */
public final class TooManyAttempts extends RuntimeException {
    private final long seconds;

    public TooManyAttempts(Duration wait) {
        super("too many attempts: try again in " + inWords(wait.toSeconds() + 1));
        this.seconds = wait.toSeconds() + 1;
    }

    /** What stands in Retry-After. */
    public long seconds() {
        return seconds;
    }

    private static String inWords(long seconds) {
        return seconds < 120 ? seconds + " s" : (seconds + 59) / 60 + " minutes";
    }
}
