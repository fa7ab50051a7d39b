package org.lamella.accounts.throttle;

import java.time.Duration;

/**
 * How many attempts are free, and how long one waits at most after more: 1 s after the first that is not free, twice as long
 * after each further one.
 */
public enum Budget {
    /** Of one client address, with whatever account: an institution may stand behind one. */
    SIGN_IN_FROM_ADDRESS(30, Duration.ofMinutes(15)),
    /** Of one client address with one account. */
    SIGN_IN_FROM_ADDRESS_TO_ACCOUNT(5, Duration.ofMinutes(15)),
    /**
     * Of all the world with one account. Short, because strangers can spend it for its owner; and it does not hold where the
     * owner has signed in from before.
     */
    SIGN_IN_TO_ACCOUNT(50, Duration.ofSeconds(30)),
    /** Of one client address: registrations and resets. */
    MAIL_FROM_ADDRESS(10, Duration.ofHours(1)),
    /** Mails to one person that somebody else may have asked for. */
    MAIL_TO_PERSON(3, Duration.ofMinutes(10));

    private final int free;
    private final Duration longest;

    Budget(int free, Duration longest) {
        this.free = free;
        this.longest = longest;
    }

    int free() {
        return free;
    }

    Duration longest() {
        return longest;
    }
}
