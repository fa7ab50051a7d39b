package org.lamella.agent.plan;

import java.util.List;
import java.util.Objects;

/**
 * All that one node must hold. Always whole, never a difference: what is not in it must not be on the node.
 *
 * @param generation grows with every change at the control plane; 0 is the plan of a node that was never sent one
 */
public record NodePlan(long generation, List<SliverPlan> slivers, List<ImagePlan> images, Admission admission) {
    public static final NodePlan NONE = new NodePlan(0, List.of(), List.of(), Admission.NOBODY);

    public NodePlan {
        if (generation < 0) {
            throw new IllegalArgumentException("generation " + generation + " is negative");
        }
        slivers = List.copyOf(slivers);
        images = List.copyOf(images);
        // Plans that were saved by an older agent do not have all parts.
        admission = Objects.requireNonNullElse(admission, Admission.NOBODY);
    }

    /** A plan of slivers that nobody logs in to. */
    public NodePlan(long generation, List<SliverPlan> slivers, List<ImagePlan> images) {
        this(generation, slivers, images, Admission.NOBODY);
    }
}
