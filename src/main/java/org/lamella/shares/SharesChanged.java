package org.lamella.shares;

import java.util.Set;

/**
 * Told within the transaction that changes what slivers of these slices have: their nodes are to have it.
 *
 * @param nodes all those that concern slivers of these slices
 */
public record SharesChanged(Set<Long> slices, Set<Long> nodes) {
    public SharesChanged {
        slices = Set.copyOf(slices);
        nodes = Set.copyOf(nodes);
    }
}
