package org.lamella.slivers;

import java.time.Instant;
import java.util.Locale;
import org.lamella.slices.Goal;

/** A sliver as the API shows it: what is wanted and what was seen, side by side. */
record SliverView(
        String slice,
        String node,
        Goal goal,
        SliverState state,
        String reason,
        long generationWanted,
        long generationApplied,
        Instant since,
        String image,
        String imageDigest) {
    static SliverView of(Sliver sliver) {
        return new SliverView(
                sliver.slice().name().text(),
                sliver.node().name().text(),
                sliver.goal(),
                sliver.state(),
                sliver.reason(),
                sliver.generationWanted(),
                sliver.generationApplied(),
                sliver.stateSince(),
                sliver.image(),
                sliver.imageDigest());
    }

    /** Its state for people; with the goal behind an arrow where they differ. */
    public String words() {
        String now = lower(state);
        boolean asWanted = switch (goal) {
            case RUNNING -> state == SliverState.RUNNING || state == SliverState.DEGRADED;
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
