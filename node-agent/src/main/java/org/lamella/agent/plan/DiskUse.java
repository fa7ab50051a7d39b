package org.lamella.agent.plan;

/**
 * How full a sliver's disk is. What bounds it in fact is told beside it, since that may lag behind what is wanted.
 *
 * @param usedBytes by the sliver's own files
 * @param bytes that it could hold in all, without what the file system needs for itself
 * @param inodes how many there can be
 */
public record DiskUse(long usedBytes, long bytes, long usedInodes, long inodes) {
    /** Not measured, as before the sliver's first start. */
    public static final DiskUse UNKNOWN = new DiskUse(0, 0, 0, 0);

    public boolean isKnown() {
        return bytes > 0;
    }
}
