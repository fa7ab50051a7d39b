package org.lamella.agent.plan;

/**
 * Under which of the numbers of a {@link SliverLife} a context was made, and whether it stands still.
 *
 * @param frozen whether its processes stand still now
 */
public record FoundLife(long restarts, long resets, boolean frozen) {
    public static final FoundLife NONE = new FoundLife(0, 0, false);

    /** Of a context that is made now. */
    public static FoundLife begun(SliverLife wanted) {
        return new FoundLife(wanted.restarts(), wanted.resets(), false);
    }

    public FoundLife standing(boolean still) {
        return new FoundLife(restarts, resets, still);
    }
}
