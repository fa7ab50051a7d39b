package org.lamella.agent.plan;

import java.time.Instant;
import java.util.Objects;

/**
 * What was found of one sliver on the node.
 *
 * @param incarnation of its disk or its context; {@link #NO_INCARNATION} where neither is left to tell
 * @param image the name of the image it was made on; empty where nothing is left to tell
 * @param imageDigest {@code sha256:…}; empty likewise
 * @param since when its context was finished, or its disk was made
 * @param life the numbers that its context was made under
 * @param complaint what is wrong with it though it runs; empty where nothing is
 */
public record Existing(
        String slice,
        Condition condition,
        long incarnation,
        String image,
        String imageDigest,
        Instant since,
        FoundLife life,
        String complaint) {
    public static final long NO_INCARNATION = -1;

    public Existing {
        Objects.requireNonNull(slice);
        Objects.requireNonNull(condition);
        Objects.requireNonNull(image);
        Objects.requireNonNull(imageDigest);
        Objects.requireNonNull(since);
        Objects.requireNonNull(life);
        Objects.requireNonNull(complaint);
    }

    /** One that there is nothing to complain of. */
    public Existing(
            String slice, Condition condition, long incarnation, String image, String imageDigest, Instant since) {
        this(slice, condition, incarnation, image, imageDigest, since, FoundLife.NONE, "");
    }

    /** Whether what is there may be gone on with for what is wanted. Only what is known to be something else is given up. */
    boolean isOf(SliverPlan wanted) {
        boolean sameLife = incarnation == NO_INCARNATION || incarnation == wanted.incarnation();
        boolean sameImage = image.isEmpty() || image.equals(wanted.image());
        return sameLife && sameImage;
    }
}
