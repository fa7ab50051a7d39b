package org.lamella.agent.plan;

/**
 * What a sliver is promised of the node's CPU time (§3.2.1 of the VServer paper).
 *
 * @param reservedPercent of the node, 0 to 100: it has that whenever it wants it
 * @param share its weight when the rest is split; 0: it never gets more than it has reserved
 * @param cores so many whole cores are its own, and it runs on no others; 0: none
 */
public record SliverCpu(double reservedPercent, double share, int cores) {
    public static final SliverCpu FAIR = new SliverCpu(0, 1);

    public SliverCpu {
        if (!(reservedPercent >= 0 && reservedPercent <= 100)) {
            throw new IllegalArgumentException("a reservation of " + reservedPercent + " percent of the node");
        }
        if (!(share >= 0 && share <= 1_000_000)) {
            throw new IllegalArgumentException("a share of " + share);
        }
        if (cores < 0) {
            throw new IllegalArgumentException("a reservation of " + cores + " cores");
        }
    }

    /** One that has no cores of its own. */
    public SliverCpu(double reservedPercent, double share) {
        this(reservedPercent, share, 0);
    }

    /** The same, but for how many cores are its own. */
    public SliverCpu pinnedTo(int owned) {
        return new SliverCpu(reservedPercent, share, owned);
    }
}
