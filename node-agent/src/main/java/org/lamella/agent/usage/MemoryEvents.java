package org.lamella.agent.usage;

/**
 * What a context came to for want of memory, counted by the kernel since it began. A number that it does not count here is
 * {@link Counted#NOT}.
 *
 * @param reclaimedWithin how often memory was taken of it though it had less than its guarantee; in v2 only
 * @param killed processes of it that were ended for want of memory, its own or the node's
 * @param limitReached how often it came to its own limit
 */
public record MemoryEvents(long reclaimedWithin, long killed, long limitReached) {
    static final MemoryEvents UNKNOWN = new MemoryEvents(Counted.NOT, Counted.NOT, Counted.NOT);

    /** Of a context that has just begun. */
    public static final MemoryEvents NONE = new MemoryEvents(0, 0, 0);

    /**
     * How often memory was taken of it since then though it was within its guarantee. Version 1 does not say of what is reclaimed
     * whether it was within: there only a process counts that was ended for the node's sake, and not since it came to its own limit.
     *
     * @param within whether it was within its guarantee at both ends of that time
     * @return {@link Counted#NOT} where the kernel tells nothing
     */
    long takenSince(MemoryEvents before, boolean within) {
        long killedMore = Counted.growth(killed, before.killed);
        boolean itsOwnFault = Counted.growth(limitReached, before.limitReached) != 0;
        long killedWithin = killedMore == Counted.NOT || (within && !itsOwnFault) ? killedMore : 0;
        return Counted.sum(Counted.growth(reclaimedWithin, before.reclaimedWithin), killedWithin);
    }
}
