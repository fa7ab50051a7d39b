package org.lamella.reservations;

import java.util.List;

/**
 * How the uplink of a node is bounded as a whole.
 *
 * @param capBits a second, of all slivers together in each direction; 0: not bounded
 * @param exempt IPv4 destinations as CIDR, such as {@code 10.0.0.0/8}, for which neither that nor the slivers' ceilings hold
 */
public record Uplink(long capBits, List<String> exempt) {
    public static final Uplink UNBOUNDED = new Uplink(0, List.of());

    public Uplink {
        exempt = List.copyOf(exempt);
    }
}
