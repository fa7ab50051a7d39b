package org.lamella.agent.plan;

import java.util.Objects;
import java.util.Optional;

/**
 * What is wanted of a sliver that runs and is not in force: it cannot be while the sliver runs, or not on this node.
 *
 * @param words empty: all that is wanted is in force
 * @param disk what the disk is, where another is wanted; empty: as is wanted
 * @param traffic whether nothing of what is wanted of its traffic is in force
 */
public record Awaited(String words, Optional<SliverDisk> disk, boolean traffic) {
    public static final Awaited NOTHING = new Awaited("", Optional.empty(), false);

    public Awaited {
        Objects.requireNonNull(words);
        Objects.requireNonNull(disk);
        if (words.isEmpty() && (disk.isPresent() || traffic)) {
            throw new IllegalArgumentException("something is not in force, and it is not said why");
        }
    }

    public static Awaited of(String words) {
        return new Awaited(words, Optional.empty(), false);
    }

    public Awaited and(Awaited other) {
        String both = words.isEmpty() || other.words.isEmpty() ? words + other.words : words + "; " + other.words;
        return new Awaited(both, disk.or(() -> other.disk), traffic || other.traffic);
    }
}
