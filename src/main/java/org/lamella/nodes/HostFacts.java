package org.lamella.nodes;

import jakarta.persistence.Embeddable;

/**
 * What a node is made of, as its agent found it.
 *
 * @param cgroups {@code v1}, {@code hybrid} or {@code v2}
 * @param runtime such as {@code runc 1.1.5}, or {@code simulated} where no real context is built
 * @param sliverSubnet the addresses of its slivers, such as {@code 10.213.0.0/24}; empty where they have none
 */
@Embeddable
public record HostFacts(
        String hostname,
        String kernel,
        int cpus,
        long memoryBytes,
        long diskBytes,
        String cgroups,
        String runtime,
        String agentVersion,
        String sliverSubnet) {
    static final HostFacts UNKNOWN = new HostFacts("", "", 0, 0, 0, "", "", "", "");

    public boolean simulated() {
        return runtime.equals("simulated");
    }
}
