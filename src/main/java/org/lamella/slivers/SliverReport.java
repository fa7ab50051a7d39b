package org.lamella.slivers;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lamella.slices.DiskLimit;

/**
 * What a node says of its slivers.
 *
 * @param generationApplied the newest plan of which the node has dealt with every sliver
 * @param whole whether these are all slivers of the node; otherwise those that changed since its last report
 * @param gone slices whose slivers have gone from the node since its last report
 */
public record SliverReport(long generationApplied, boolean whole, List<Seen> slivers, List<String> gone) {
    /**
     * One sliver as its node sees it.
     *
     * @param observation any but gone and silent
     * @param incarnation the {@link Sliver}'s, as it was in the plan
     * @param cores those that are its own, such as {@code 0-1,4}; empty: none
     * @param awaits what is wanted of it and is not in force though it runs
     */
    public record Seen(
            String slice,
            long incarnation,
            Observation observation,
            String reason,
            Instant since,
            long generationApplied,
            String imageDigest,
            boolean frozen,
            Optional<DiskUse> disk,
            String cores,
            Awaits awaits,
            Link link) {}

    /**
     * What is wanted of a sliver that runs and is not in force: it cannot be while the sliver runs, or not on its node.
     *
     * @param words empty: nothing
     * @param disk what its disk is, where another is wanted; empty: as is wanted
     * @param traffic whether nothing of what is wanted of its traffic is in force
     */
    public record Awaits(String words, Optional<DiskLimit> disk, boolean traffic) {
        public static final Awaits NOTHING = new Awaits("", Optional.empty(), false);
    }

    /**
     * A sliver's link to its node.
     *
     * @param address IPv4; empty where it has none
     * @param spoofedPackets so many were dropped, for they bore another sender
     * @param spoofedArp so many claims of somebody else's address were dropped
     */
    public record Link(String address, long spoofedPackets, long spoofedArp) {}

    public SliverReport {
        slivers = List.copyOf(slivers);
        gone = List.copyOf(gone);
    }
}
