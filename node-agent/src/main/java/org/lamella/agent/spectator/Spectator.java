package org.lamella.agent.spectator;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Sees every process of every sliver of the node, and touches none. */
@FunctionalInterface
public interface Spectator {
    /**
     * @param slice of this one alone; empty: of all
     * @return by slice and the node's number; processes that end meanwhile may be missing
     */
    List<SliverProcess> processes(Optional<String> slice) throws IOException;
}
