package org.lamella.slices;

import java.time.Duration;

/** When the members of a slice are warned that it will expire; once each, for each date that it has. */
enum Reminder {
    SOON(Duration.ofDays(5)),
    LAST(Duration.ofDays(1));

    private final Duration before;

    Reminder(Duration before) {
        this.before = before;
    }

    /** How long before the expiry. */
    Duration before() {
        return before;
    }
}
