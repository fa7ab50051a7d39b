package org.lamella.agentlink;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;
import org.lamella.nodes.AgentSettings;
import org.lamella.nodes.Doors;
import org.lamella.nodes.Enrolment;
import org.lamella.nodes.NodeCheckpoints;
import org.lamella.nodes.NodeDiskWeights;
import org.lamella.nodes.NodeService;
import org.lamella.outbox.Change;
import org.lamella.outbox.OutboxListener;
import org.lamella.outbox.Topic;
import org.lamella.protocol.ControlMessage;
import org.lamella.protocol.NodeMessage;
import org.lamella.slivers.MemoryResets;
import org.lamella.slivers.NodeImages;
import org.lamella.slivers.NodePlans;
import org.lamella.slivers.SliverReports;
import org.lamella.slivers.SshLogins;
import org.lamella.usage.UsageIntake;
import org.springframework.stereotype.Component;

/** The streams that agents hold to this replica, one a node. */
@Component
class NodeStreams implements OutboxListener {
    private final Map<String, NodeStream> byNode = new ConcurrentHashMap<>();
    private final List<LongConsumer> revocations = new CopyOnWriteArrayList<>();
    private final NodeService nodes;
    private final Doors doors;
    private final SshLogins logins;
    private final MemoryResets resets;
    private final UsageIntake usage;
    private final NodePlans plans;
    private final SliverReports reports;
    private final NodeImages images;
    private final Heartbeats heartbeats;
    private final NodeCheckpoints checkpoints;
    private final NodeDiskWeights diskWeights;
    private final AgentSettings settings;
    private final Clock clock;

    NodeStreams(
            NodeService nodes,
            Doors doors,
            SshLogins logins,
            MemoryResets resets,
            UsageIntake usage,
            NodePlans plans,
            SliverReports reports,
            NodeImages images,
            Heartbeats heartbeats,
            NodeCheckpoints checkpoints,
            NodeDiskWeights diskWeights,
            AgentSettings settings,
            Clock clock) {
        this.nodes = nodes;
        this.doors = doors;
        this.logins = logins;
        this.resets = resets;
        this.usage = usage;
        this.plans = plans;
        this.reports = reports;
        this.images = images;
        this.heartbeats = heartbeats;
        this.checkpoints = checkpoints;
        this.diskWeights = diskWeights;
        this.settings = settings;
        this.clock = clock;
    }

    StreamObserver<NodeMessage> open(Enrolment.Peer peer, ServerCallStreamObserver<ControlMessage> down) {
        return new NodeStream(
                peer,
                down,
                this,
                nodes,
                doors,
                logins,
                resets,
                usage,
                plans,
                reports,
                images,
                heartbeats,
                settings,
                clock);
    }

    /** The newest stream of a node takes the place of an older one, which is told to end. */
    synchronized void welcomed(String node, NodeStream stream) {
        NodeStream other = byNode.get(node);
        if (other != null && other.epoch() > stream.epoch()) {
            stream.superseded();
            return;
        }
        byNode.put(node, stream);
        if (other != null) {
            other.superseded();
        }
    }

    /** What the node's agent has found about checkpoints. */
    void checkpointsFound(long nodeId, String words) {
        checkpoints.found(nodeId, words);
    }

    /** What the node's agent has found about its disk. */
    void diskWeightsFound(long nodeId, String words) {
        diskWeights.found(nodeId, words);
    }

    /** @param told the id of each node whose stream was cut because its certificate is void */
    void whenRevoked(LongConsumer told) {
        revocations.add(told);
    }

    void revoked(long nodeId) {
        revocations.forEach(told -> told.accept(nodeId));
    }

    void ended(String node, NodeStream stream) {
        byNode.remove(node, stream);
    }

    Optional<NodeStream> of(String node) {
        return Optional.ofNullable(byNode.get(node));
    }

    @Override
    public void changed(Change change) {
        if (change.topic() == Topic.PLAN) {
            of(change.key()).ifPresent(NodeStream::planChanged);
        }
    }

    void closeAll() {
        byNode.values().forEach(NodeStream::shutDown);
    }
}
