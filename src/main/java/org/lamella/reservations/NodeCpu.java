package org.lamella.reservations;

import java.math.BigDecimal;
import java.util.List;

/**
 * How a node's CPU time is spoken for, in percent of the node.
 *
 * @param system what nobody can reserve
 * @param reserved what is reserved in all
 * @param free what may still be reserved
 * @param reservations who holds what is reserved
 */
public record NodeCpu(BigDecimal system, BigDecimal reserved, BigDecimal free, List<Reservation> reservations) {
    public NodeCpu {
        reservations = List.copyOf(reservations);
    }

    static NodeCpu of(NodeCapacity capacity) {
        Room cpu = capacity.cpu();
        return new NodeCpu(
                cpu.system(),
                cpu.reserved(),
                cpu.free(),
                capacity.reservations().stream()
                        .filter(held -> held.cpuPercent().signum() > 0)
                        .toList());
    }

    public String words() {
        return Reservation.plain(reserved) + " % reserved, " + Reservation.plain(free) + " % free, "
                + Reservation.plain(system) + " % kept for the node itself";
    }
}
