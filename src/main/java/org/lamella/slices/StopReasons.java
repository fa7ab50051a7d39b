package org.lamella.slices;

import java.time.Instant;
import java.util.StringJoiner;

/** Puts into words why a slice is stopped. */
final class StopReasons {
    private StopReasons() {}

    /** Empty when nothing stops it. */
    static String words(Instant expiredAt, Suspension suspension, boolean siteSuspended) {
        var words = new StringJoiner("; ");
        if (expiredAt != null) {
            words.add("expired: its files go at " + expiredAt.plus(Lifetime.FILES_KEPT) + " unless it is renewed");
        }
        if (suspension != null) {
            words.add("suspended by " + suspension.by() + ": " + suspension.reason());
        }
        if (siteSuspended) {
            words.add("its site is suspended");
        }
        return words.toString();
    }
}
