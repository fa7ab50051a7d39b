package org.lamella.agent.traffic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.lamella.agent.plan.NodeTraffic;

/**
 * The classes of one direction: the host's own, beside one for all slivers, under which each has its own; and for destinations that are
 * exempt the same once more, beside it.
 *
 * <p>The kernel serves first who is within its rate, then splits what is left of the parent's by quantum. A quantum below the size
 * of a packet does not count, since a packet is sent whole: and a packet is up to 64 KiB until the uplink's driver cuts it up. So
 * the smallest share has such a packet for its turn, and all others so much more. Making packets smaller instead would have to be
 * done inside each sliver, costs CPU time, and could not be done with those that come in.
 */
final class TrafficTree {
    /** The host's own, and whatever else is not a sliver's. */
    static final int HOST = 2;

    static final int SLIVERS = 3;
    /** Of a sliver that has no class yet. */
    static final int NEWCOMERS = 4;

    static final int EXEMPT = 5;
    static final int FIRST = 0x10;
    static final int LAST = 0x7fff;
    /** A sliver's class for exempt destinations has its number and this. */
    static final int EXEMPT_BIT = 0x8000;

    /** As good as no bound: more than any uplink has. */
    static final long UNBOUNDED = 100_000_000_000L;
    /** A class must have some rate; a sliver that has neither a share nor a reservation, or has used up its day, has this much. */
    static final long LEAST = 8_000;

    /** The largest packet with a header for each of the pieces that it will be cut into. */
    static final int QUANTUM = 70_000;
    /** Shares further apart than that are as if they were not: the largest would have its turn for seconds. */
    static final int WIDEST = 100;

    private static final int BITS = 8;
    /** How long what waits may have to wait, at the ceiling. */
    private static final int QUEUES_A_SECOND = 20;

    private static final int LONGEST_QUEUE = 16 * 1024 * 1024;

    private TrafficTree() {}

    /** The number of the sliver that a class of this number is of. */
    static int sliver(int number) {
        return number & ~EXEMPT_BIT;
    }

    /** @return parents before their children; the same whatever the order of the claims */
    static List<TrafficClass> of(NodeTraffic node, Collection<Claim> claims) {
        long cap = node.capBits() == 0 ? UNBOUNDED : Math.max(node.capBits(), LEAST);
        double smallest = claims.stream()
                .mapToDouble(claim -> claim.promise().share())
                .filter(share -> share > 0)
                .min()
                .orElse(1);
        double reserved = claims.stream()
                .mapToDouble(claim -> claim.promise().reservedBits())
                .sum();
        // A node whose cap was lowered under what is reserved keeps to the cap, and breaks all promises alike.
        double kept = Math.min(1, cap / Math.max(1, reserved));
        List<Claim> ordered =
                claims.stream().sorted(Comparator.comparingInt(Claim::number)).toList();
        List<TrafficClass> classes = new ArrayList<>();
        classes.add(leaf(HOST, 0, UNBOUNDED, UNBOUNDED, QUANTUM));
        classes.add(inner(SLIVERS, cap));
        classes.add(leaf(NEWCOMERS, SLIVERS, LEAST, cap, QUANTUM));
        for (Claim claim : ordered) {
            long ceiling = ceiling(claim, cap);
            long rate = Math.clamp(Math.round(claim.promise().reservedBits() * kept), LEAST, ceiling);
            classes.add(leaf(claim.number(), SLIVERS, rate, ceiling, quantum(claim, smallest)));
        }
        if (!node.exempt().isEmpty()) {
            classes.add(inner(EXEMPT, UNBOUNDED));
            for (Claim claim : ordered) {
                classes.add(leaf(claim.number() | EXEMPT_BIT, EXEMPT, LEAST, UNBOUNDED, quantum(claim, smallest)));
            }
        }
        return List.copyOf(classes);
    }

    private static long ceiling(Claim claim, long cap) {
        long promised = claim.promise().share() == 0
                ? claim.promise().reservedBits()
                : claim.promise().ceilingBits() == 0 ? cap : claim.promise().ceilingBits();
        return Math.max(LEAST, Math.min(cap, Math.min(promised, claim.narrowed().orElse(Long.MAX_VALUE))));
    }

    private static int quantum(Claim claim, double smallest) {
        double turns = Math.clamp(claim.promise().share() / smallest, 1, WIDEST);
        return (int) Math.round(turns * QUANTUM);
    }

    private static TrafficClass inner(int number, long rate) {
        return new TrafficClass(number, 0, rate, rate, QUANTUM, 0);
    }

    /** Its queue holds more than it sends in a turn, or its turn would end early, and with it its share. */
    private static TrafficClass leaf(int number, int parent, long rate, long ceiling, int quantum) {
        long some = Math.min(ceiling / BITS / QUEUES_A_SECOND, LONGEST_QUEUE);
        return new TrafficClass(number, parent, rate, ceiling, quantum, (int) Math.max(some, 2L * quantum));
    }
}
