package org.lamella.agent.plan;

/**
 * How much a sliver may keep beside its image.
 *
 * @param bytes size of its file system
 * @param inodes how many files, folders and links it may have
 */
public record SliverDisk(long bytes, long inodes) {
    public static final SliverDisk USUAL = new SliverDisk(5_000_000_000L, 300_000);
    private static final long LEAST_BYTES = 64_000_000;
    private static final long LEAST_INODES = 256;

    public SliverDisk {
        if (!isPossible(bytes, inodes)) {
            throw new IllegalArgumentException(tooSmall(bytes, inodes));
        }
    }

    public static boolean isPossible(long bytes, long inodes) {
        return bytes >= LEAST_BYTES && inodes >= LEAST_INODES;
    }

    public static String tooSmall(long bytes, long inodes) {
        return "a disk of " + bytes + " bytes and " + inodes + " inodes is too small: " + LEAST_BYTES + " and "
                + LEAST_INODES + " are the least";
    }
}
