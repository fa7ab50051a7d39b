package org.lamella.database;

import java.time.Duration;

/** How long to wait before the next try: twice as long each time, up to a cap. */
record Backoff(Duration next, Duration cap) {
    static final Backoff START = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));

    Backoff longer() {
        Duration doubled = next.multipliedBy(2);
        return new Backoff(doubled.compareTo(cap) < 0 ? doubled : cap, cap);
    }
}
