package org.lamella.slivers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.lamella.images.Images;
import org.lamella.nodes.Node;
import org.lamella.nodes.NodeState;
import org.lamella.nodes.Nodes;
import org.lamella.reservations.Uplink;
import org.lamella.reservations.Uplinks;
import org.lamella.slices.Capabilities;
import org.lamella.slices.DiskLimit;
import org.lamella.slices.Goal;
import org.lamella.slivers.NodePlan.PlannedArrival;
import org.lamella.slivers.NodePlan.PlannedImage;
import org.lamella.slivers.NodePlan.PlannedLife;
import org.lamella.slivers.NodePlan.PlannedMove;
import org.lamella.slivers.NodePlan.PlannedNetwork;
import org.lamella.slivers.NodePlan.PlannedPort;
import org.lamella.slivers.NodePlan.PlannedPromise;
import org.lamella.slivers.NodePlan.PlannedSliver;
import org.lamella.slivers.NodePlan.PlannedUplink;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Reads the current plan of a node. */
@Component
public class NodePlans {
    private final Nodes nodes;
    private final Slivers slivers;
    private final Images images;
    private final PlannedPromises promises;
    private final Uplinks uplinks;
    private final Capabilities capabilities;
    private final Admissions admissions;
    private final PublishedPorts ports;
    private final SliverDisks disks;
    private final MovesUnderWay moves;
    private final Peers peers;

    NodePlans(
            Nodes nodes,
            Slivers slivers,
            Images images,
            PlannedPromises promises,
            Uplinks uplinks,
            Capabilities capabilities,
            Admissions admissions,
            PublishedPorts ports,
            SliverDisks disks,
            MovesUnderWay moves,
            Peers peers) {
        this.nodes = nodes;
        this.slivers = slivers;
        this.images = images;
        this.promises = promises;
        this.uplinks = uplinks;
        this.capabilities = capabilities;
        this.admissions = admissions;
        this.ports = ports;
        this.disks = disks;
        this.moves = moves;
        this.peers = peers;
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
        Map<Long, PlannedPromise> promised = promises.on(node.id());
        List<Sliver> all = slivers.ofNode(node.id());
        Map<Long, List<String>> granted = capabilities.ofAll(
                all.stream().map(sliver -> sliver.slice().id()).toList());
        Function<Sliver, PlannedNetwork> networks = networks(node);
        Map<Long, DiskLimit> limits = disks.ofNode(node.id());
        Map<Long, Long> leaving = moves.leaving(node.id());
        Map<Long, Long> brought = moves.brought(node.id());
        List<PlannedArrival> arriving = moves.arriving(node.id());
        List<PlannedSliver> planned = all.stream()
                .filter(sliver -> sliver.goal() != Goal.ABSENT)
                .map(sliver -> new PlannedSliver(
                        sliver.slice().name().text(),
                        leaving.containsKey(sliver.id()) ? Goal.STOPPED : sliver.goal(),
                        sliver.image(),
                        sliver.incarnation(),
                        sliver.generationWanted(),
                        sliver.slice().initscript(),
                        granted.getOrDefault(sliver.slice().id(), List.of()),
                        promised.getOrDefault(sliver.slice().id(), PlannedPromises.NOTHING),
                        new PlannedLife(
                                sliver.slice().firstInitscript(),
                                sliver.restarts(),
                                sliver.resets(),
                                sliver.isFrozenWanted()),
                        networks.apply(sliver),
                        limits.get(sliver.id()),
                        new PlannedMove(leaving.getOrDefault(sliver.id(), 0L), brought.getOrDefault(sliver.id(), 0L))))
                .toList();
        List<PlannedImage> needed = images
                .findByNameIn(Stream.concat(
                                planned.stream().map(PlannedSliver::image),
                                arriving.stream().map(PlannedArrival::image))
                        .distinct()
                        .toList())
                .stream()
                .map(image -> new PlannedImage(image.name(), image.kind(), image.source()))
                .toList();
        return new NodePlan(
                node.generationWanted(), planned, needed, admissions.of(node.id()), arriving, uplink(node.id()));
    }

    private PlannedUplink uplink(long nodeId) {
        Uplink uplink = uplinks.of(nodeId);
        return new PlannedUplink(uplink.capBits(), uplink.exempt());
    }

    private Function<Sliver, PlannedNetwork> networks(Node node) {
        SliverSubnet subnet = SliverSubnet.parse(node.host().sliverSubnet());
        Map<Long, List<PlannedPort>> published = ports.ofNode(node.id());
        Map<String, List<String>> let = peers.onNode(node.id());
        return sliver -> new PlannedNetwork(
                // One that has come from another node may want an address that this one does not have.
                subnet.contains(sliver.wantedAddress()) ? sliver.wantedAddress() : "",
                published.getOrDefault(sliver.id(), List.of()),
                let.getOrDefault(sliver.slice().name().text(), List.of()));
    }
}
