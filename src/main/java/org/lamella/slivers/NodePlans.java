package org.lamella.slivers;

import java.util.List;
import java.util.Optional;
import org.lamella.images.Images;
import org.lamella.nodes.Node;
import org.lamella.nodes.NodeState;
import org.lamella.nodes.Nodes;
import org.lamella.slices.Goal;
import org.lamella.slivers.NodePlan.PlannedImage;
import org.lamella.slivers.NodePlan.PlannedSliver;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Reads the current plan of a node. */
@Component
public class NodePlans {
    private final Nodes nodes;
    private final Slivers slivers;
    private final Images images;

    NodePlans(Nodes nodes, Slivers slivers, Images images) {
        this.nodes = nodes;
        this.slivers = slivers;
        this.images = images;
    }

    /**
     * One snapshot: the generation and the slivers belong together.
     *
     * @param epoch of the stream that asks; a node that is gone has none
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public PlanAnswer current(long nodeId, long epoch) {
        Optional<Node> node = nodes.findById(nodeId);
        if (node.isEmpty() || node.get().state() == NodeState.REVOKED) {
            return PlanAnswer.Refusal.REVOKED;
        }
        return node.get().sessionEpoch() == epoch
                ? new PlanAnswer.Current(plan(node.get()))
                : PlanAnswer.Refusal.OUTDATED;
    }

    private NodePlan plan(Node node) {
        List<PlannedSliver> planned = slivers.ofNode(node.id()).stream()
                .filter(sliver -> sliver.goal() != Goal.ABSENT)
                .map(sliver -> new PlannedSliver(
                        sliver.slice().name().text(),
                        sliver.goal(),
                        sliver.image(),
                        sliver.id(),
                        sliver.generationWanted(),
                        sliver.slice().initscript()))
                .toList();
        List<PlannedImage> needed =
                images
                        .findByNameIn(planned.stream()
                                .map(PlannedSliver::image)
                                .distinct()
                                .toList())
                        .stream()
                        .map(image -> new PlannedImage(image.name(), image.kind(), image.source()))
                        .toList();
        return new NodePlan(node.generationWanted(), planned, needed);
    }
}
