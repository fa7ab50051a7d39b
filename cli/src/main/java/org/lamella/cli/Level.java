package org.lamella.cli;

import java.util.Optional;

/** Where something is said of how slivers have their part of a node: of a site, a slice, or one sliver. */
final class Level {
    static final String OWNER = "A site, for what its slices have; or a slice.";
    static final String NODE = "Only of the slice's sliver on this node.";

    private Level() {}

    /** Only names of slices have an underscore. */
    static String path(String owner, Optional<String> node, String what) {
        if (!owner.contains("_")) {
            node.ifPresent(on -> {
                throw Failure.usage("--node is for slices, and " + owner + " is a site");
            });
            return Api.path("sites", owner, what);
        }
        return node.map(on -> Api.path("slices", owner, "slivers", on, what))
                .orElseGet(() -> Api.path("slices", owner, what));
    }
}
