package org.lamella.agent.host;

/**
 * How full a file system is.
 *
 * @param bytes that files can take in all
 * @param freeBytes of them, nobody has
 * @param availableBytes of the free ones, those that are not kept for root or for the file system itself
 * @param inodes that there can be
 */
public record FileSystemUse(long bytes, long freeBytes, long availableBytes, long inodes, long freeInodes) {
    public long usedBytes() {
        return bytes - freeBytes;
    }

    public long usedInodes() {
        return inodes - freeInodes;
    }
}
