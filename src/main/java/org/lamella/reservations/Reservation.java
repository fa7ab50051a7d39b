package org.lamella.reservations;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A standing guarantee for a slice on a node: it ends when the slice does or leaves the node.
 *
 * @param cpuPercent of the node's CPU time, all CPUs together, that the sliver has whenever it wants it; 0: none
 * @param cpuCores so many whole cores that are the sliver's own and what it runs on; {@code cpuPercent} says what they are of
 *     the node; 0: none
 * @param coreList which they are, as the node has said, such as {@code 0-1,4}; empty where it has not, or there are none
 * @param networkBits a second of the node's uplink, in each direction, likewise
 * @param memoryBytes within which it is neither reclaimed from before others nor reset
 * @param capped whether it gets no more CPU time than that, even when CPUs are idle
 * @param by who made it
 */
public record Reservation(
        String slice,
        String node,
        BigDecimal cpuPercent,
        int cpuCores,
        String coreList,
        long networkBits,
        long memoryBytes,
        boolean capped,
        Instant since,
        String by) {
    /** {@code 12.5} for 12.50: as people write it. */
    static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    /** {@code 2 cores}: as people say it. */
    static String cores(long number) {
        return number == 1 ? "1 core" : number + " cores";
    }

    public String percent() {
        return plain(cpuPercent);
    }

    /** All that it holds, for people. */
    public String words() {
        return Stream.of(Reservable.values())
                .filter(of -> of.heldBy(this).signum() > 0)
                .map(of -> of.heldWords(this))
                .collect(Collectors.joining(", "));
    }
}
