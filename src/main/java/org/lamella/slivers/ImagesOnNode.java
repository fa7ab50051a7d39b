package org.lamella.slivers;

import java.util.List;

/**
 * The images that a node holds, and what they take there: equal files of several are there once.
 *
 * @param alone what they would take if each had all its files for itself
 * @param held what is really there
 */
public record ImagesOnNode(Amount alone, Amount held, List<Held> images) {
    public static final ImagesOnNode NONE = new ImagesOnNode(new Amount(0, 0), new Amount(0, 0), List.of());

    public ImagesOnNode {
        images = List.copyOf(images);
    }

    /** @param bytes in so many files */
    public record Amount(long files, long bytes) {}

    /**
     * One of them.
     *
     * @param digest of what it consists of
     * @param source what it was made from: the digest of an archive, or a suite
     */
    public record Held(String name, String digest, String source, long files, long bytes) {}

    /** Bytes that unification saves. */
    public long savedBytes() {
        return Math.max(0, alone.bytes() - held.bytes());
    }
}
