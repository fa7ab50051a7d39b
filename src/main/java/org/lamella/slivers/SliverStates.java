package org.lamella.slivers;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The table of sliver states: from a state and an observation to the next state and what follows. Pure; it performs
 * nothing.
 *
 * <p>A node's word always counts, whatever came before: a report may be lost, and the next one may skip states. What a
 * sliver never becomes is PENDING again: that means that its node has not yet said anything.
 */
public final class SliverStates {
    private SliverStates() {}

    /** @param effects in the order in which they are to be carried out */
    public record Transition(SliverState next, Set<Effect> effects) {
        public Transition {
            effects = Set.copyOf(effects);
        }
    }

    /** @return empty where the observation says nothing new about a sliver in this state */
    public static Optional<Transition> after(SliverState from, Observation observation) {
        return next(from, observation)
                .filter(next -> next != from)
                .map(next -> new Transition(next, effects(from, next)));
    }

    private static Optional<SliverState> next(SliverState from, Observation observation) {
        return switch (observation) {
            case SEEN_STARTING -> Optional.of(SliverState.STARTING);
            case SEEN_RUNNING -> Optional.of(SliverState.RUNNING);
            case SEEN_DEGRADED -> Optional.of(SliverState.DEGRADED);
            case SEEN_STOPPED -> Optional.of(SliverState.STOPPED);
            case SEEN_FAILED -> Optional.of(SliverState.FAILED);
            case SEEN_GONE -> gone(from);
            // Nothing was known of a pending sliver before the silence, so nothing is lost by it.
            case NODE_SILENT -> from == SliverState.PENDING ? Optional.empty() : Optional.of(SliverState.UNKNOWN);
        };
    }

    /** A sliver that its node does not hold does not run; one that was never seen there is not missed. */
    private static Optional<SliverState> gone(SliverState from) {
        return from == SliverState.PENDING ? Optional.empty() : Optional.of(SliverState.STOPPED);
    }

    private static Set<Effect> effects(SliverState from, SliverState next) {
        EnumSet<Effect> effects = EnumSet.of(Effect.STORE, Effect.ANNOUNCE);
        boolean trouble = next == SliverState.FAILED || next == SliverState.DEGRADED;
        boolean fellOver = from == SliverState.RUNNING && next == SliverState.STARTING;
        if (trouble || fellOver) {
            effects.add(Effect.AUDIT_TROUBLE);
        }
        return effects;
    }
}
