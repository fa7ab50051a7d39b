package org.lamella.usage;

import java.time.Duration;
import java.time.Instant;

/** The windows of time that usage is told in: the same ones on all nodes. */
final class Windows {
    static final Duration LENGTH = Duration.ofMinutes(5);

    /** By when after its end a node that is well has told a window. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private Windows() {}

    /** When the newest window began that nodes have had time to tell. */
    static Instant newest(Instant now) {
        long end = now.minus(GRACE).toEpochMilli();
        return Instant.ofEpochMilli(end - Math.floorMod(end, LENGTH.toMillis())).minus(LENGTH);
    }

    static boolean isOne(long beganMillis, long lengthMillis) {
        return lengthMillis == LENGTH.toMillis() && beganMillis % lengthMillis == 0;
    }
}
