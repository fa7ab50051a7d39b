package org.lamella.slivers;

import java.util.List;
import org.lamella.images.ImageKind;
import org.lamella.slices.Goal;
import org.lamella.slices.SliceBounds;

/** All that one node must hold, numbered; always sent whole. A sliver that is wanted absent is not in it. */
public record NodePlan(long generation, List<PlannedSliver> slivers, List<PlannedImage> images, Admission admission) {
    /**
     * One sliver of the plan.
     *
     * @param incarnation tells it from one that was there before under the same name
     * @param generation of the plan in which what is wanted of it last changed
     * @param initscript a program to be run at each start; empty: none
     * @param bounds what it may have at once
     */
    public record PlannedSliver(
            String slice,
            Goal goal,
            String image,
            long incarnation,
            long generation,
            String initscript,
            SliceBounds bounds,
            PlannedCpu cpu,
            PlannedLife life) {}

    /**
     * What is promised to a sliver of the node's CPU time.
     *
     * @param reservedPercent of all CPUs together
     * @param share its weight when the rest is split; 0: it gets no more than is reserved
     */
    public record PlannedCpu(double reservedPercent, double share) {
        static final PlannedCpu FAIR = new PlannedCpu(0, 1);
    }

    /** What its owner wants of a sliver beside its goal: see {@link SliverLifeView}. */
    public record PlannedLife(long restarts, long resets, boolean frozen) {}

    /** An image that a sliver of the plan names. */
    public record PlannedImage(String name, ImageKind kind, String source) {}

    public NodePlan {
        slivers = List.copyOf(slivers);
        images = List.copyOf(images);
    }
}
