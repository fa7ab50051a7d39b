package org.lamella.agent.plan;

import java.util.List;
import java.util.Objects;

/**
 * All that one node must hold. Always whole, never a difference: what is not in it must not be on the node.
 *
 * @param generation grows with every change at the control plane; 0 is the plan of a node that was never sent one
 * @param arriving disks of slivers that are to come from other nodes
 */
public record NodePlan(
        long generation,
        List<SliverPlan> slivers,
        List<ImagePlan> images,
        Admission admission,
        List<ArrivingDisk> arriving,
        NodeTraffic traffic) {
    public static final NodePlan NONE = new NodePlan(0, List.of(), List.of());

    public NodePlan {
        if (generation < 0) {
            throw new IllegalArgumentException("generation " + generation + " is negative");
        }
        slivers = List.copyOf(slivers);
        images = List.copyOf(images);
        // Plans that were saved by an older agent do not have all parts.
        admission = Objects.requireNonNullElse(admission, Admission.NOBODY);
        arriving = arriving == null ? List.of() : List.copyOf(arriving);
        traffic = Objects.requireNonNullElse(traffic, NodeTraffic.UNBOUNDED);
    }

    /** A plan of slivers that nobody logs in to, and that no disk is to come to. */
    public NodePlan(long generation, List<SliverPlan> slivers, List<ImagePlan> images) {
        this(generation, slivers, images, Admission.NOBODY, List.of(), NodeTraffic.UNBOUNDED);
    }

    /** One that no disk is to come to. */
    public NodePlan(long generation, List<SliverPlan> slivers, List<ImagePlan> images, Admission admission) {
        this(generation, slivers, images, admission, List.of(), NodeTraffic.UNBOUNDED);
    }

    /** One that nobody logs in to. */
    public static NodePlan expecting(
            long generation, List<SliverPlan> slivers, List<ImagePlan> images, List<ArrivingDisk> arriving) {
        return new NodePlan(generation, slivers, images, Admission.NOBODY, arriving, NodeTraffic.UNBOUNDED);
    }
}
