package org.lamella.reservations;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A standing guarantee for a slice on a node: it ends when the slice does or leaves the node.
 *
 * @param cpuPercent of the node's CPU time, all CPUs together, that the sliver has whenever it wants it
 * @param capped whether it gets no more than that, even when CPUs are idle
 * @param by who made it
 */
public record Reservation(String slice, String node, BigDecimal cpuPercent, boolean capped, Instant since, String by) {
    /** {@code 12.5} for 12.50: as people write it. */
    static String plain(BigDecimal percent) {
        return percent.signum() == 0 ? "0" : percent.stripTrailingZeros().toPlainString();
    }

    public String percent() {
        return plain(cpuPercent);
    }
}
