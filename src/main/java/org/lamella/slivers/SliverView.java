package org.lamella.slivers;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.lamella.nodes.Node;
import org.lamella.slices.Goal;

/**
 * A sliver as the API shows it: what is wanted and what was seen, side by side.
 *
 * @param inForce whether all that is wanted of it is in force on its node
 * @param appliedAt when all that was wanted last came into force; null: it never has
 * @param waitsFor why what is wanted is not in force; empty when it is
 * @param address the IPv4 address that it has on its node; empty before its node has said so
 * @param wantedAddress the one that it must have, from its next start on; empty: its node chooses
 * @param cores those that are its own and nobody else's, such as {@code 0-1,4}; empty: none that its node has spoken of
 * @param spoofed so many packets and ARP claims of it were dropped since its link was made, for they bore another sender
 */
record SliverView(
        String slice,
        String node,
        Goal goal,
        SliverState state,
        String reason,
        long generationWanted,
        long generationApplied,
        boolean inForce,
        @Nullable Instant appliedAt,
        String waitsFor,
        Instant since,
        String image,
        String imageDigest,
        SliverLifeView life,
        String address,
        String wantedAddress,
        String cores,
        long spoofed) {
    static SliverView of(Sliver sliver) {
        return new SliverView(
                sliver.slice().name().text(),
                sliver.node().name().text(),
                sliver.goal(),
                sliver.state(),
                sliver.words(),
                sliver.generationWanted(),
                sliver.generationApplied(),
                sliver.isInForce(),
                sliver.appliedAt().orElse(null),
                waitsFor(sliver),
                sliver.stateSince(),
                sliver.image(),
                sliver.imageDigest(),
                SliverLifeView.of(sliver),
                sliver.address(),
                sliver.wantedAddress(),
                sliver.cores(),
                sliver.spoofed());
    }

    private static String waitsFor(Sliver sliver) {
        if (sliver.isInForce()) {
            return "";
        }
        Node node = sliver.node();
        return switch (node.state()) {
            case ENROLLING -> "its node has not joined yet";
            case REVOKED -> "the certificates of its node are void";
            case UNREACHABLE ->
                "nothing was heard of its node since "
                        + node.lastHeartbeat().map(Instant::toString).orElse("it joined");
            case READY -> onReadyNode(sliver);
        };
    }

    private static String onReadyNode(Sliver sliver) {
        if (sliver.generationApplied() < sliver.generationWanted()) {
            return "its node has applied plan " + sliver.generationApplied() + " of it, not yet "
                    + sliver.generationWanted();
        }
        if (sliver.isReached()) {
            return sliver.awaits();
        }
        return sliver.words().isEmpty() ? "it is " + lower(sliver.state()) : sliver.words();
    }

    /** Its state for people; with the goal behind an arrow where they differ. */
    public String words() {
        boolean runs = state == SliverState.RUNNING || state == SliverState.DEGRADED;
        String now = runs && life.frozen() ? "frozen" : lower(state);
        if (runs && goal == Goal.RUNNING && life.frozen() != life.frozenWanted()) {
            return now + " → " + (life.frozenWanted() ? "frozen" : "running");
        }
        boolean asWanted = switch (goal) {
            case RUNNING -> runs;
            case STOPPED -> state == SliverState.STOPPED;
            case ABSENT -> false;
        };
        return asWanted ? now : now + " → " + lower(goal);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Whether it has come as far as it will with what is wanted of it now. */
    boolean isSettled() {
        return goal != Goal.ABSENT && state.isSettled() && generationApplied >= generationWanted;
    }
}
