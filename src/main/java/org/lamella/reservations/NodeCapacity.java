package org.lamella.reservations;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node has to promise, and how it is spoken for.
 *
 * @param cpu in percent of its CPU time
 * @param cores which of that are whole cores
 * @param memory in bytes
 * @param network in bit/s; null where the node has no cap, so that nothing of it can be reserved
 * @param uplink how its uplink is bounded
 * @param reservations who holds what is reserved
 */
public record NodeCapacity(
        Room cpu, CoreRoom cores, Room memory, @Nullable Room network, Uplink uplink, List<Reservation> reservations) {
    private static final double GIBI = 1 << 30;
    private static final double MEGA = 1e6;

    public NodeCapacity {
        reservations = List.copyOf(reservations);
    }

    public String cpuWords() {
        return NodeCpu.of(this).words();
    }

    public String coreWords() {
        return cores.words();
    }

    public String memoryWords() {
        return gibi(memory.reserved()) + " reserved, " + gibi(memory.free()) + " free, " + gibi(memory.system())
                + " kept for the node itself";
    }

    public String networkWords() {
        return network == null
                ? "cannot be reserved before an admin sets its cap"
                : mega(network.reserved()) + " reserved, " + mega(network.free()) + " free";
    }

    /** How the uplink is bounded. */
    public String uplinkWords() {
        String cap = uplink.capBits() == 0 ? "not bounded" : mega(BigDecimal.valueOf(uplink.capBits()));
        return uplink.exempt().isEmpty() ? cap : cap + ", but to " + String.join(", ", uplink.exempt());
    }

    private static String gibi(BigDecimal bytes) {
        return number(bytes.doubleValue() / GIBI) + " GiB";
    }

    private static String mega(BigDecimal bits) {
        return number(bits.doubleValue() / MEGA) + " Mbit/s";
    }

    private static String number(double number) {
        return Reservation.plain(BigDecimal.valueOf(Math.round(number * 100), 2));
    }
}
