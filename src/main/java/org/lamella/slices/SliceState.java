package org.lamella.slices;

/** A slice's state in one word, from the states of its slivers. */
public enum SliceState {
    /** Has no sliver yet. */
    EMPTY,
    /** Some slivers have not come as far as they can yet. */
    SPREADING,
    RUNNING,
    STOPPED,
    /** Some run and some do not. */
    DEGRADED,
    /** None runs. */
    FAILED,
    /** Of none is known what it does. */
    UNKNOWN,
    DELETING;

    static SliceState of(Goal goal, SliverTally tally) {
        if (goal == Goal.ABSENT) {
            return DELETING;
        }
        if (tally.wanted() == 0) {
            return EMPTY;
        }
        if (tally.pending() + tally.starting() > 0) {
            return SPREADING;
        }
        if (tally.running() == tally.wanted()) {
            return RUNNING;
        }
        if (tally.stopped() == tally.wanted()) {
            return STOPPED;
        }
        if (tally.unknown() == tally.wanted()) {
            return UNKNOWN;
        }
        return tally.failed() == tally.wanted() ? FAILED : DEGRADED;
    }
}
