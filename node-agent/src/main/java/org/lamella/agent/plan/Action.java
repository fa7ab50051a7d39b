package org.lamella.agent.plan;

import java.util.Optional;

/** One thing to do to one sliver. What is to be done is told by the type; how is up to whoever performs it. */
public sealed interface Action {
    String slice();

    long incarnation();

    /** What the plan says of the sliver; empty when it is not in the plan. */
    Optional<SliverPlan> wish();

    /** An action on a sliver that is in the plan. */
    sealed interface OnWanted extends Action {
        SliverPlan wanted();

        @Override
        default String slice() {
            return wanted().slice();
        }

        @Override
        default long incarnation() {
            return wanted().incarnation();
        }

        @Override
        default Optional<SliverPlan> wish() {
            return Optional.of(wanted());
        }
    }

    /** Nothing: it is as it is wanted. */
    record Keep(SliverPlan wanted, Existing existing) implements OnWanted {}

    /** Nothing: it is wanted stopped, and was never started. */
    record Leave(SliverPlan wanted) implements OnWanted {}

    /** Make its first disk and its context. */
    record Create(SliverPlan wanted) implements OnWanted {}

    /** Make a context on the disk that it has. */
    record Start(SliverPlan wanted, Existing existing) implements OnWanted {}

    /**
     * Clear away what is left of a context that is dead or was never whole, or one that is wanted restarted, and make one on the
     * disk that it has.
     */
    record Restart(SliverPlan wanted, Existing existing) implements OnWanted {}

    /** End its context without asking what runs in it, and make one on the disk that it has. */
    record Reset(SliverPlan wanted, Existing existing) implements OnWanted {}

    /**
     * End its context without asking what runs in it, because the node cannot go on otherwise, and make one on the disk that it
     * has, later the oftener that happens.
     */
    record Relieve(SliverPlan wanted, Existing existing) implements OnWanted {}

    /** Let its processes stand still. */
    record Freeze(SliverPlan wanted, Existing existing) implements OnWanted {}

    /** Let its processes go on. */
    record Thaw(SliverPlan wanted, Existing existing) implements OnWanted {}

    /** Take its context apart and keep its disk. */
    record Stop(SliverPlan wanted, Existing existing) implements OnWanted {}

    /** Remove another incarnation, or one on another image, with its disk, and make what is wanted instead. */
    record Replace(SliverPlan wanted, Existing existing) implements OnWanted {}

    /** Nothing: the wish cannot be met, whatever is tried. */
    record Refuse(SliverPlan wanted, String reason) implements OnWanted {}

    /** Remove all of it, with its disk. */
    record Destroy(Existing existing) implements Action {
        @Override
        public String slice() {
            return existing.slice();
        }

        @Override
        public long incarnation() {
            return existing.incarnation();
        }

        @Override
        public Optional<SliverPlan> wish() {
            return Optional.empty();
        }
    }
}
