package org.lamella.slices;

import java.time.Duration;
import java.time.Instant;

/** How soon a slice's expiry is worth a look: the name of the style that shows it, empty while there is time. */
public record ExpiryUrgency(Instant now) {
    private static final Duration SOON = Duration.ofDays(5);
    private static final Duration URGENT = Duration.ofDays(1);

    public String of(Instant expiresAt) {
        Duration left = Duration.between(now, expiresAt);
        if (left.compareTo(URGENT) < 0) {
            return "urgent";
        }
        return left.compareTo(SOON) < 0 ? "soon" : "";
    }
}
