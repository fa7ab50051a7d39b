package org.lamella.agent.plan;

import java.util.Objects;

/**
 * What one sliver of the node must be.
 *
 * @param slice the slice's name as it is used on the node
 * @param image the name of an {@link ImagePlan} in the same plan
 * @param incarnation tells a sliver that was deleted and attached again from the old one, whose disk is not its own
 * @param generation of the plan in which what is wanted of this sliver last changed
 */
public record SliverPlan(
        String slice,
        Goal goal,
        String image,
        long incarnation,
        long generation,
        SliverLife life,
        SliverBounds bounds,
        SliverPromise promise,
        SliverNetwork network,
        SliverDisk disk,
        SliverMoving moving) {
    public SliverPlan {
        Objects.requireNonNull(slice);
        Objects.requireNonNull(goal);
        Objects.requireNonNull(image);
        // Plans that were saved by an older agent do not have all parts.
        life = Objects.requireNonNullElse(life, SliverLife.PLAIN);
        bounds = Objects.requireNonNullElse(bounds, SliverBounds.USUAL);
        promise = Objects.requireNonNullElse(promise, SliverPromise.FAIR);
        network = Objects.requireNonNullElse(network, SliverNetwork.PLAIN);
        disk = Objects.requireNonNullElse(disk, SliverDisk.USUAL);
        moving = Objects.requireNonNullElse(moving, SliverMoving.NOT);
    }

    /** A sliver with nothing special about it. */
    public static SliverPlan plain(String slice, Goal goal, String image, long incarnation, long generation) {
        return new SliverPlan(
                slice,
                goal,
                image,
                incarnation,
                generation,
                SliverLife.PLAIN,
                SliverBounds.USUAL,
                SliverPromise.FAIR,
                SliverNetwork.PLAIN,
                SliverDisk.USUAL,
                SliverMoving.NOT);
    }

    public SliverPlan with(SliverLife other) {
        return new SliverPlan(
                slice, goal, image, incarnation, generation, other, bounds, promise, network, disk, moving);
    }

    public SliverPlan with(SliverBounds other) {
        return new SliverPlan(slice, goal, image, incarnation, generation, life, other, promise, network, disk, moving);
    }

    public SliverPlan with(SliverPromise other) {
        return new SliverPlan(slice, goal, image, incarnation, generation, life, bounds, other, network, disk, moving);
    }

    public SliverPlan with(SliverNetwork other) {
        return new SliverPlan(slice, goal, image, incarnation, generation, life, bounds, promise, other, disk, moving);
    }

    public SliverPlan with(SliverDisk other) {
        return new SliverPlan(
                slice, goal, image, incarnation, generation, life, bounds, promise, network, other, moving);
    }

    public SliverPlan with(SliverMoving other) {
        return new SliverPlan(slice, goal, image, incarnation, generation, life, bounds, promise, network, disk, other);
    }
}
