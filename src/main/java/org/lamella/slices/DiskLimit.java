package org.lamella.slices;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lamella.web.FieldError;

/**
 * How much one sliver may keep beside its image.
 *
 * @param bytes size of its file system, {@value #LEAST_BYTES} to {@value #MOST_BYTES}
 * @param inodes files, folders and links, {@value #LEAST_INODES} to one for each {@value #DENSEST} bytes
 */
public record DiskLimit(long bytes, long inodes) {
    static final long LEAST_BYTES = 320_000_000;
    static final long MOST_BYTES = 64_000_000_000_000L;
    static final long LEAST_INODES = 1_000;
    static final long DENSEST = 4_096;
    /** No fewer than of the disk that is usual, which keeps its density when it grows: 300,000 in 5 GB. */
    private static final long USUAL_BYTES_OF_AN_INODE = 20_000;

    /** With as many inodes as most need for so many bytes. */
    static DiskLimit ofBytes(long bytes) {
        return new DiskLimit(bytes, Math.max(LEAST_INODES, bytes / USUAL_BYTES_OF_AN_INODE));
    }

    /**
     * @param bytes empty for the usual limit of both
     * @param inodes empty for as many as most need
     */
    public static Optional<DiskLimit> of(Optional<Long> bytes, Optional<Long> inodes) {
        return bytes.map(size -> inodes.map(count -> new DiskLimit(size, count)).orElseGet(() -> ofBytes(size)));
    }

    /** @return everything that is wrong with it */
    public List<FieldError> objections() {
        List<FieldError> errors = new ArrayList<>();
        if (bytes < LEAST_BYTES || bytes > MOST_BYTES) {
            errors.add(FieldError.invalid(
                    "bytes", "is " + bytes + ", from " + LEAST_BYTES + " to " + MOST_BYTES + " are possible"));
        } else if (inodes < LEAST_INODES || inodes > bytes / DENSEST) {
            errors.add(FieldError.invalid(
                    "inodes",
                    "is " + inodes + ", from " + LEAST_INODES + " to " + bytes / DENSEST + " are possible with " + bytes
                            + " bytes"));
        }
        return errors;
    }
}
