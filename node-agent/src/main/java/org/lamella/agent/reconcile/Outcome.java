package org.lamella.agent.reconcile;

import java.time.Instant;
import java.util.Optional;
import org.lamella.agent.plan.Awaited;
import org.lamella.agent.plan.DiskUse;

/** What became of one sliver in one pass. */
sealed interface Outcome {
    /** There is none of it left, and none is wanted. */
    record Gone() implements Outcome {}

    /**
     * @param reason why, or how far; empty where there is nothing to say
     * @param since empty: since it was first seen so
     * @param frozen whether its processes stand still
     * @param disk as it was just measured; {@link DiskUse#UNKNOWN}: as it was
     * @param cores those that are its own
     * @param awaited what is wanted of it and is not in force though it runs
     */
    record Seen(
            SliverState state,
            String reason,
            String imageDigest,
            Optional<Instant> since,
            boolean frozen,
            DiskUse disk,
            String cores,
            Awaited awaited)
            implements Outcome {
        Seen(SliverState state, String reason, String imageDigest, Optional<Instant> since, boolean frozen) {
            this(state, reason, imageDigest, since, frozen, DiskUse.UNKNOWN, "", Awaited.NOTHING);
        }
    }

    static Outcome of(SliverState state, String reason, String imageDigest) {
        return new Seen(state, reason, imageDigest, Optional.empty(), false);
    }
}
