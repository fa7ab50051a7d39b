package org.lamella.agent.watchdog;

/**
 * When memory counts as short.
 *
 * <p>With swap it is when that is used up, as PlanetLab's pl_mom has it: 85, 90 and 95 percent. The kernel leaves in swap what
 * nobody asks for, so a swap that is full beside memory that is free is no shortage. Without swap it is when what is available
 * falls under a floor, a part of all memory within bounds: what a machine needs to go on does not grow with its size.
 */
final class Thresholds {
    private static final double NEAR_SWAP = 0.85;
    private static final double SHORT_SWAP = 0.90;
    private static final double EXTREME_SWAP = 0.95;
    private static final double PLENTY = 0.20;

    private static final double SHORT_PART = 0.04;
    private static final long LEAST_FLOOR = 96L << 20;
    private static final long MOST_FLOOR = 1L << 30;

    private Thresholds() {}

    static Shortage of(NodeMemory node) {
        return node.hasSwap() ? withSwap(node) : withoutSwap(node);
    }

    private static Shortage withSwap(NodeMemory node) {
        double used = node.swapUsedBytes() / (double) node.swapBytes();
        if (node.availableBytes() >= PLENTY * node.totalBytes() || used < NEAR_SWAP) {
            return Shortage.NONE;
        }
        if (used < SHORT_SWAP) {
            return Shortage.NEAR;
        }
        return used < EXTREME_SWAP ? Shortage.SHORT : Shortage.EXTREME;
    }

    /** Twice the floor is near, half of it extreme. */
    private static Shortage withoutSwap(NodeMemory node) {
        long floor = floor(node.totalBytes());
        long available = node.availableBytes();
        if (available >= 2 * floor) {
            return Shortage.NONE;
        }
        if (available >= floor) {
            return Shortage.NEAR;
        }
        return available >= floor / 2 ? Shortage.SHORT : Shortage.EXTREME;
    }

    static long floor(long totalBytes) {
        return Math.clamp(Math.round(SHORT_PART * totalBytes), LEAST_FLOOR, MOST_FLOOR);
    }
}
