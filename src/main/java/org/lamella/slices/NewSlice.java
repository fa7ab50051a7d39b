package org.lamella.slices;

import org.jspecify.annotations.Nullable;

/**
 * A slice to be made, as the API reads it.
 *
 * @param name the site's login base, an underscore, and a name of its own
 * @param slivers where its first slivers go; nowhere unless said
 */
record NewSlice(
        String name,
        @Nullable String image,
        @Nullable String description,
        @Nullable String url,
        @Nullable Where slivers) {}
