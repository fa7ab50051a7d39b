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
        String imageDigest,
        SliverLifeView life) {
    static SliverView of(Sliver sliver) {
        return new SliverView(
                sliver.slice().name().text(),
                sliver.node().name().text(),
                sliver.goal(),
                sliver.state(),
                sliver.words(),
                sliver.generationWanted(),
                sliver.generationApplied(),
                sliver.stateSince(),
                sliver.image(),
                sliver.imageDigest(),
                SliverLifeView.of(sliver));
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
