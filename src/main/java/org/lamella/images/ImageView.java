package org.lamella.images;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An image as people see it.
 *
 * @param source what {@code kind} says it is
 * @param digest of the archive that it is made from; null where nodes make it themselves
 * @param archiveBytes how many the archive has
 * @param slices how many need it
 * @param nodes how many hold it, as what its name leads to now
 * @param changedAt when the name was last made to lead elsewhere
 */
public record ImageView(
        String name,
        ImageKind kind,
        String source,
        String description,
        @Nullable String digest,
        @Nullable Long archiveBytes,
        @Nullable ArchiveFormat format,
        long slices,
        long nodes,
        long version,
        Instant changedAt) {}
