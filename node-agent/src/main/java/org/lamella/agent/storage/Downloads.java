package org.lamella.agent.storage;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Where images are downloaded from, and by which network.
 *
 * @param mirror for debootstrap; empty: its own choice
 * @param network a network namespace's file; empty: the agent's own. A node that is one of several on a machine may have no way
 *     to a mirror, while the machine has
 */
public record Downloads(Optional<String> mirror, Optional<Path> network) {
    /** The tools' own choice, by the agent's own network. */
    public static final Downloads USUAL = new Downloads(Optional.empty(), Optional.empty());

    public Downloads {
        Objects.requireNonNull(mirror);
        Objects.requireNonNull(network);
    }
}
