package org.lamella.agent.plan;

import java.util.List;

/**
 * All that one node must hold. Always whole, never a difference: what is not in it must not be on the node.
 *
 * @param generation grows with every change at the control plane; 0 is the plan of a node that was never sent one
 */
public record NodePlan(long generation, List<SliverPlan> slivers, List<ImagePlan> images) {
    public static final NodePlan NONE = new NodePlan(0, List.of(), List.of());

    public NodePlan {
        if (generation < 0) {
            throw new IllegalArgumentException("generation " + generation + " is negative");
        }
        slivers = List.copyOf(slivers);
        images = List.copyOf(images);
    }
}
