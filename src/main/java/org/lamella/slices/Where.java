package org.lamella.slices;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lamella.web.Body;

/**
 * Where slivers are to go, as the API reads it: see {@link PlacementFields}.
 *
 * @param count on so many nodes of the system's choice
 * @param nodes on these
 * @param image what all of them are to run instead of the slice's image
 * @param selector which nodes the system may choose
 * @param spread {@code site} for evenly over the sites
 * @param min how many are enough; all of them unless said
 */
public record Where(
        @Nullable Integer count,
        @Nullable List<OnNode> nodes,
        @Nullable String image,
        @Nullable Which selector,
        @Nullable String spread,
        @Nullable Integer min) {
    /**
     * A node by its name; the name alone may stand for it.
     *
     * @param image instead of what the others run
     */
    @Body.OrText
    public record OnNode(String name, @Nullable String image) {}

    /** Nodes of which all of this holds. */
    public record Which(
            @Nullable List<String> labels,
            @Nullable List<String> groups,
            @Nullable List<String> sites,
            @Nullable List<String> countries,
            @Nullable List<String> states,
            @Nullable Integer freeCpus,
            @Nullable Long freeMemoryBytes,
            @Nullable Integer maxSlivers) {}
}
