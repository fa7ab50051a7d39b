package org.lamella.agent.plan;

/**
 * How a sliver is served by the node's disk among others.
 *
 * @param share its weight where the disk knows weights, more than 0
 * @param readBytes a second, above which it never gets; 0: as much as the disk gives
 * @param writeBytes likewise
 */
public record SliverIo(double share, long readBytes, long writeBytes) {
    public static final SliverIo FAIR = new SliverIo(1, 0, 0);

    public SliverIo {
        if (!(share > 0 && share <= 1_000_000)) {
            throw new IllegalArgumentException("a share of " + share);
        }
        if (readBytes < 0 || writeBytes < 0) {
            throw new IllegalArgumentException(
                    "a ceiling below nothing: reads " + readBytes + ", writes " + writeBytes);
        }
    }
}
