package org.lamella.agent.plan;

import java.util.List;
import java.util.Objects;

/**
 * What is special about how a sliver is connected.
 *
 * @param address the IPv4 address that it must have; empty: the node chooses, and keeps to it
 * @param ports published on the node
 * @param peers slices, by their names on the node, whose slivers it lets reach its own address. Both must let each other
 */
public record SliverNetwork(String address, List<PublishedPort> ports, List<String> peers) {
    public static final SliverNetwork PLAIN = new SliverNetwork("", List.of(), List.of());

    public SliverNetwork {
        Objects.requireNonNull(address);
        ports = List.copyOf(ports);
        peers = List.copyOf(peers);
    }
}
