package org.lamella.agent.plan;

/**
 * What a sliver is promised of the node's uplink, and what bounds it there (§3.2.2 of the VServer paper). Each direction has
 * as much.
 *
 * @param reservedBits a second, which it has whenever it wants them
 * @param ceilingBits a second, above which it never gets; 0: as much as the node
 * @param share its weight when the rest is split; 0: it never gets more than it has reserved
 * @param dailyBytes sent in a day of UTC, towards which its ceiling narrows; 0: any number
 */
public record SliverTraffic(long reservedBits, long ceilingBits, double share, long dailyBytes) {
    public static final SliverTraffic FAIR = new SliverTraffic(0, 0, 1, 0);

    public SliverTraffic {
        if (reservedBits < 0 || ceilingBits < 0 || dailyBytes < 0) {
            throw new IllegalArgumentException("traffic of less than nothing: reserved " + reservedBits + ", ceiling "
                    + ceilingBits + ", a day " + dailyBytes);
        }
        if (ceilingBits > 0 && ceilingBits < reservedBits) {
            throw new IllegalArgumentException(
                    "a ceiling of " + ceilingBits + " bit/s under a reservation of " + reservedBits);
        }
        if (!(share >= 0 && share <= 1_000_000)) {
            throw new IllegalArgumentException("a share of " + share);
        }
    }
}
