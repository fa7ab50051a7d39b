package org.lamella.shares;

import java.util.List;
import java.util.Optional;

/** For whom something is said: the lower level goes before the higher one. */
sealed interface Level {
    /** All slices of a site. */
    record OfSite(long site) implements Level {
        @Override
        public Optional<Level> above() {
            return Optional.empty();
        }

        @Override
        public String condition() {
            return "site_id = ?";
        }

        @Override
        public List<Long> key() {
            return List.of(site);
        }
    }

    /** All slivers of a slice. */
    record OfSlice(long site, long slice) implements Level {
        @Override
        public Optional<Level> above() {
            return Optional.of(new OfSite(site));
        }

        @Override
        public String condition() {
            return "slice_id = ? and node_id is null";
        }

        @Override
        public List<Long> key() {
            return List.of(slice);
        }
    }

    /** One sliver. */
    record OfSliver(long site, long slice, long node) implements Level {
        @Override
        public Optional<Level> above() {
            return Optional.of(new OfSlice(site, slice));
        }

        @Override
        public String condition() {
            return "slice_id = ? and node_id = ?";
        }

        @Override
        public List<Long> key() {
            return List.of(slice, node);
        }
    }

    Optional<Level> above();

    /** That finds its row, with a question mark for each part of the {@link #key}. */
    String condition();

    List<Long> key();
}
