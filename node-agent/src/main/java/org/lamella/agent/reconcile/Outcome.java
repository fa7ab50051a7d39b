package org.lamella.agent.reconcile;

import java.time.Instant;
import java.util.Optional;

/** What became of one sliver in one pass. */
sealed interface Outcome {
    /** There is none of it left, and none is wanted. */
    record Gone() implements Outcome {}

    /**
     * @param reason why, or how far; empty where there is nothing to say
     * @param since empty: since it was first seen so
     * @param frozen whether its processes stand still
     */
    record Seen(SliverState state, String reason, String imageDigest, Optional<Instant> since, boolean frozen)
            implements Outcome {}

    static Outcome of(SliverState state, String reason, String imageDigest) {
        return new Seen(state, reason, imageDigest, Optional.empty(), false);
    }
}
