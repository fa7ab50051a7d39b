package org.lamella.slivers;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.lamella.nodes.Drain;
import org.lamella.nodes.NodeState;
import org.lamella.slices.Goal;
import org.lamella.slices.NodeSelector;

/**
 * A node as it looks to a slice that wants to be on it.
 *
 * @param freeCpus what of its CPUs nobody has reserved
 * @param freeMemoryBytes likewise of its memory
 * @param slivers how many it is to hold
 * @param work the maintenance that goes on there now
 * @param open whether its allow list lets the slice in
 * @param held what is wanted of the slice's sliver there, if it has one
 */
record Candidate(
        long id,
        String node,
        String site,
        NodeState state,
        Instant stateSince,
        int cpus,
        BigDecimal freeCpus,
        long memoryBytes,
        long freeMemoryBytes,
        int slivers,
        Optional<Drain> drain,
        Optional<Work> work,
        boolean open,
        Optional<Goal> held) {
    /** Maintenance. */
    record Work(Instant until, String reason) {}

    /** Why a person who has named this node cannot have it; one that is not ready can be waited for. */
    Optional<Obstacle> obstacleWhenNamed() {
        if (held.isPresent()) {
            return Optional.of(
                    held.get() == Goal.ABSENT
                            ? because(Obstacle.Kind.LEAVING, "is still letting go of the slice's last sliver there")
                            : because(Obstacle.Kind.TAKEN, "has a sliver of the slice already"));
        }
        if (state == NodeState.REVOKED) {
            return Optional.of(because(Obstacle.Kind.REVOKED, "is revoked since " + stateSince));
        }
        if (drain.isPresent()) {
            return drain.map(why -> because(
                    Obstacle.Kind.DRAINED,
                    "is drained since " + why.since() + " by " + why.by() + ": " + why.reason()));
        }
        if (work.isPresent()) {
            return work.map(what -> because(
                    Obstacle.Kind.MAINTENANCE, "is under maintenance until " + what.until() + ": " + what.reason()));
        }
        return open
                ? Optional.empty()
                : Optional.of(because(Obstacle.Kind.NOT_ALLOWED, "is kept for other slices by its allow list"));
    }

    /** Why the system does not choose it for somebody who has said what nodes are to be like. */
    Optional<Obstacle> obstacleWhenChosen(NodeSelector selector) {
        return obstacleWhenNamed()
                .or(() -> selector.states().isEmpty() ? whyNotReady() : Optional.empty())
                .or(() -> tooSmall(selector));
    }

    /** What is said of a node that gets a sliver which cannot start yet. */
    Optional<Obstacle> whyNotReady() {
        return switch (state) {
            case READY -> Optional.empty();
            case ENROLLING -> Optional.of(because(Obstacle.Kind.ENROLLING, "has not joined yet"));
            case UNREACHABLE -> Optional.of(because(Obstacle.Kind.UNREACHABLE, "is unreachable since " + stateSince));
            case REVOKED -> Optional.of(because(Obstacle.Kind.REVOKED, "is revoked since " + stateSince));
        };
    }

    private Optional<Obstacle> tooSmall(NodeSelector selector) {
        if (freeCpus.compareTo(BigDecimal.valueOf(selector.freeCpus().orElse(0))) < 0) {
            return Optional.of(full(freeCpus.toPlainString() + " of " + cpus + " CPUs free, "
                    + selector.freeCpus().getAsInt() + " are asked for"));
        }
        if (selector.freeMemoryBytes().orElse(0) > freeMemoryBytes) {
            return Optional.of(full(freeMemoryBytes + " of " + memoryBytes + " bytes of memory free, "
                    + selector.freeMemoryBytes().getAsLong() + " are asked for"));
        }
        return slivers > selector.maxSlivers().orElse(Integer.MAX_VALUE)
                ? Optional.of(full(
                        slivers + " slivers, at most " + selector.maxSlivers().getAsInt() + " are asked for"))
                : Optional.empty();
    }

    private Obstacle full(String numbers) {
        return because(Obstacle.Kind.FULL, "has " + numbers);
    }

    private Obstacle because(Obstacle.Kind kind, String words) {
        return new Obstacle(kind, node + " " + words);
    }
}
