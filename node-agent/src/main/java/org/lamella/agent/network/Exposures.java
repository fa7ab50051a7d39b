package org.lamella.agent.network;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.lamella.agent.plan.PublishedPort;
import org.lamella.agent.plan.SliverNetwork;

/**
 * What slivers that run show to others.
 *
 * @param ports {@code tcp . 20001}, to where it leads, {@code 10.213.0.2 . 80}
 * @param peers {@code 10.213.0.2 . 10.213.0.3}, in both directions
 * @param selves the addresses that have a port, each with itself, for a sliver may use its own port by the node's address
 */
record Exposures(Map<String, String> ports, Set<String> peers, Set<String> selves) {
    static final Exposures NONE = new Exposures(Map.of(), Set.of(), Set.of());

    Exposures {
        ports = Map.copyOf(ports);
        peers = Set.copyOf(peers);
        selves = Set.copyOf(selves);
    }

    /**
     * @param wishes of each slice of the plan
     * @param addresses of each slice that has a link
     */
    static Exposures of(Map<String, SliverNetwork> wishes, Map<String, String> addresses) {
        Map<String, String> ports = new TreeMap<>();
        Set<String> peers = new TreeSet<>();
        Set<String> selves = new TreeSet<>();
        // In the order of the names, so that of two that have the same port it is always the same one that gets it.
        new TreeMap<>(wishes).forEach((slice, wish) -> {
            String address = addresses.get(slice);
            if (address == null) {
                return;
            }
            for (PublishedPort port : wish.ports()) {
                for (int i = 0; i < port.count(); i++) {
                    ports.putIfAbsent(key(port, i), address + " . " + (port.sliver() + i));
                }
                selves.add(address + " . " + address);
            }
            for (String peer : wish.peers()) {
                boolean mutual =
                        wishes.getOrDefault(peer, SliverNetwork.PLAIN).peers().contains(slice);
                if (mutual && addresses.containsKey(peer)) {
                    peers.add(address + " . " + addresses.get(peer));
                }
            }
        });
        return new Exposures(ports, peers, selves);
    }

    private static String key(PublishedPort port, int i) {
        return port.protocol().word() + " . " + (port.node() + i);
    }

    /** Ports that lead elsewhere now, or nowhere: what runs over them must not go on. */
    Set<String> withdrawnSince(Exposures before) {
        Set<String> withdrawn = new TreeSet<>();
        before.ports().forEach((port, target) -> {
            if (!target.equals(ports.get(port))) {
                withdrawn.add(port);
            }
        });
        return withdrawn;
    }
}
