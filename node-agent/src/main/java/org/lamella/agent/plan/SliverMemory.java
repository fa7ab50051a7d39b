package org.lamella.agent.plan;

/**
 * What a sliver is promised of the node's memory (§3.2.3 of the VServer paper). Its limit is among its {@link SliverBounds}.
 *
 * @param guaranteedBytes within which it is neither reclaimed from before others nor reset; 0: none
 */
public record SliverMemory(long guaranteedBytes) {
    public static final SliverMemory NONE = new SliverMemory(0);

    public SliverMemory {
        if (guaranteedBytes < 0) {
            throw new IllegalArgumentException("a guarantee of " + guaranteedBytes + " bytes");
        }
    }
}
