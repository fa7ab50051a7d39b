package org.lamella.slivers;

import java.time.Instant;

/**
 * Ports of a node that lead to ports of a sliver, the first to the first and so on.
 *
 * @param host what the node calls itself; empty before it has said so
 * @param protocol {@code tcp} or {@code udp}
 * @param nodePort the first of the node's
 * @param port the first of the sliver's
 * @param count how many, 1 or more
 */
public record PublishedPort(
        String slice,
        String node,
        String host,
        String protocol,
        int nodePort,
        int port,
        int count,
        String by,
        Instant since) {
    static final int HIGHEST = 65_535;

    /** {@code node1:20000/tcp → 80}, or {@code node1:20000-20003/tcp → 80-83}. */
    public String words() {
        return node + ":" + range(nodePort, count) + "/" + protocol + " → " + range(port, count);
    }

    static String range(int first, int count) {
        return count == 1 ? Integer.toString(first) : first + "-" + (first + count - 1);
    }
}
