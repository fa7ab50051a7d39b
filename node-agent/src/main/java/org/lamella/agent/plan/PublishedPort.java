package org.lamella.agent.plan;

import java.util.Locale;
import java.util.Objects;

/**
 * Ports of the node that lead to ports of a sliver, one by one: the first to the first, and so on.
 *
 * @param node the first of the node's, 1 to 65535
 * @param sliver the first of the sliver's, 1 to 65535
 * @param count how many, 1 to 1000
 */
public record PublishedPort(Protocol protocol, int node, int sliver, int count) {
    private static final int HIGHEST = 65_535;
    private static final int MOST = 1_000;

    public enum Protocol {
        TCP,
        UDP;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public PublishedPort {
        Objects.requireNonNull(protocol);
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException(count + " ports are not within 1 to " + MOST);
        }
        if (Math.min(node, sliver) < 1 || Math.max(node, sliver) + count - 1 > HIGHEST) {
            throw new IllegalArgumentException(
                    count + " ports from " + node + " to " + sliver + " are not within 1 to " + HIGHEST);
        }
    }
}
