package org.lamella.agent.storage;

import java.util.Objects;
import org.lamella.agent.plan.SliverDisk;

/**
 * What must be known of a disk before any of it.
 *
 * @param bytes how long its file is
 * @param dataBytes how much of that is to be sent at most, the rest being zeros
 * @param image the image by which it was asked for
 * @param imageDigest of what it lies on; what a sliver has written fits nothing else
 * @param limit how large it was last made
 */
public record DiskHead(long bytes, long dataBytes, String image, String imageDigest, SliverDisk limit) {
    public DiskHead {
        Objects.requireNonNull(image);
        Objects.requireNonNull(imageDigest);
        Objects.requireNonNull(limit);
        if (bytes < dataBytes || dataBytes < 0) {
            throw new IllegalArgumentException("a disk of " + bytes + " bytes has no " + dataBytes + " bytes of data");
        }
    }
}
