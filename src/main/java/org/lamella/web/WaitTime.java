package org.lamella.web;

import java.time.Duration;

/** How long a {@code GET …?wait=30s} may hold the answer back; zero when it was not asked for, 60 seconds at most. A bare
 * number is seconds. */
public record WaitTime(Duration atMost) {
    static final Duration LONGEST = Duration.ofSeconds(60);
}
