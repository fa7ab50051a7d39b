package org.lamella.agent.plan;

import java.util.List;
import java.util.Objects;

/**
 * How a node's uplink is bounded as a whole.
 *
 * @param capBits a second, of all slivers together in each direction; 0: not bounded
 * @param exempt IPv4 destinations as CIDR, such as {@code 10.0.0.0/8}, to which the cap, ceilings and daily bytes do not hold
 */
public record NodeTraffic(long capBits, List<String> exempt) {
    public static final NodeTraffic UNBOUNDED = new NodeTraffic(0, List.of());

    public NodeTraffic {
        if (capBits < 0) {
            throw new IllegalArgumentException("a cap of " + capBits + " bit/s");
        }
        exempt = List.copyOf(Objects.requireNonNullElse(exempt, List.of()));
    }
}
