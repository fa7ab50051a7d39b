package org.lamella.slices;

import java.time.Duration;
import java.time.Instant;

/** How long slices last: PlanetLab's two weeks and eight weeks, and a week of grace that it did not give. */
public final class Lifetime {
    /** Of a new slice. */
    static final Duration FIRST = Duration.ofDays(14);
    /** How far ahead a renewal goes at most. */
    static final Duration LONGEST_AHEAD = Duration.ofDays(56);
    /** The same for an admin. */
    static final Duration LONGEST_AHEAD_BY_ADMIN = Duration.ofDays(366);
    /** How long the files of an expired slice are kept. */
    static final Duration FILES_KEPT = Duration.ofDays(7);

    private Lifetime() {}

    /**
     * Until when a slice is renewed: as asked, but not further ahead than is allowed, and not back.
     *
     * @param now the moment of the renewal
     */
    static Instant granted(Instant asked, Instant now, Instant expiresAt, boolean admin) {
        Instant longest = longest(now, admin);
        Instant granted = asked.isBefore(longest) ? asked : longest;
        return granted.isBefore(expiresAt) ? expiresAt : granted;
    }

    static Instant longest(Instant now, boolean admin) {
        return now.plus(admin ? LONGEST_AHEAD_BY_ADMIN : LONGEST_AHEAD);
    }
}
