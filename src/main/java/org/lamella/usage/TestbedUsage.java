package org.lamella.usage;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * How many slices were active and live in the newest window that nodes have had time to tell.
 *
 * @param nodes how many there are
 * @param nodesHeard of how many it is known
 * @param activeSlices that had a process on some node
 * @param liveSlices that used at least 0.1 % of a CPU on some node
 */
public record TestbedUsage(
        Instant from,
        Instant until,
        long nodes,
        long nodesHeard,
        long activeSlices,
        long liveSlices,
        long activeSlivers,
        long liveSlivers) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

    /** The window in words, such as {@code 12:00 to 12:05 UTC}. */
    public String window() {
        return TIME.format(from.atOffset(ZoneOffset.UTC)) + " to " + TIME.format(until.atOffset(ZoneOffset.UTC))
                + " UTC";
    }
}
