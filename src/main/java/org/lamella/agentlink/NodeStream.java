package org.lamella.agentlink;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.lamella.nodes.AgentSettings;
import org.lamella.nodes.Doors;
import org.lamella.nodes.Enrolment;
import org.lamella.nodes.NodeService;
import org.lamella.protocol.CloseSession;
import org.lamella.protocol.ControlMessage;
import org.lamella.protocol.Heartbeat;
import org.lamella.protocol.Hello;
import org.lamella.protocol.ImagesHeld;
import org.lamella.protocol.MemoryResets;
import org.lamella.protocol.MemoryResetsStored;
import org.lamella.protocol.NodeMessage;
import org.lamella.protocol.NodeReport;
import org.lamella.protocol.OpenSession;
import org.lamella.protocol.Question;
import org.lamella.protocol.SshLogins;
import org.lamella.protocol.SshLoginsStored;
import org.lamella.protocol.UsageStored;
import org.lamella.protocol.UsageWindow;
import org.lamella.protocol.Welcome;
import org.lamella.slivers.NodeImages;
import org.lamella.slivers.NodePlan;
import org.lamella.slivers.NodePlans;
import org.lamella.slivers.PlanAnswer;
import org.lamella.slivers.SliverReports;
import org.lamella.usage.UsageIntake;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * One agent's stream, from its hello to its end.
 *
 * <p>One virtual thread a stream sends plans: whenever the node's plan may have changed it reads the current one and
 * sends it whole, so that a burst of changes is one message. A node that lags is sent the plan again.
 *
 * <p>What cannot be written to the database is not kept here: the stream is closed, the agent comes back and reports
 * everything anew.
 */
final class NodeStream implements StreamObserver<NodeMessage> {
    private static final Logger log = LoggerFactory.getLogger(NodeStream.class);

    private final Enrolment.Peer peer;
    private final ServerCallStreamObserver<ControlMessage> down;
    private final NodeStreams streams;
    private final NodeService nodes;
    private final Doors doors;
    private final org.lamella.slivers.SshLogins logins;
    private final org.lamella.slivers.MemoryResets resets;
    private final UsageIntake usage;
    private final NodePlans plans;
    private final SliverReports reports;
    private final NodeImages images;
    private final Heartbeats heartbeats;
    private final AgentSettings settings;
    private final Clock clock;
    private final Semaphore planChanged = new Semaphore(0);
    private final OpenQuestions questions = new OpenQuestions();
    private volatile NodeService.Attachment attachment;
    private volatile boolean open = true;
    private volatile long generationApplied;
    private long generationSent = -1;
    /** Nothing can be sent any more; guarded by the observer. */
    private boolean closed;

    NodeStream(
            Enrolment.Peer peer,
            ServerCallStreamObserver<ControlMessage> down,
            NodeStreams streams,
            NodeService nodes,
            Doors doors,
            org.lamella.slivers.SshLogins logins,
            org.lamella.slivers.MemoryResets resets,
            UsageIntake usage,
            NodePlans plans,
            SliverReports reports,
            NodeImages images,
            Heartbeats heartbeats,
            AgentSettings settings,
            Clock clock) {
        this.peer = peer;
        this.down = down;
        this.streams = streams;
        this.nodes = nodes;
        this.doors = doors;
        this.logins = logins;
        this.resets = resets;
        this.usage = usage;
        this.plans = plans;
        this.reports = reports;
        this.images = images;
        this.heartbeats = heartbeats;
        this.settings = settings;
        this.clock = clock;
        down.setOnCancelHandler(this::end);
        down.setOnReadyHandler(this::planChanged);
    }

    @Override
    public void onNext(NodeMessage message) {
        try {
            switch (message.getKindCase()) {
                case HELLO -> hello(message.getHello());
                case REPORT -> report(message.getReport());
                case HEARTBEAT -> heartbeat(message.getHeartbeat());
                case IMAGES -> images(message.getImages());
                case ANSWER -> questions.answered(message.getAnswer());
                case LOGINS -> logins(message.getLogins());
                case RESETS -> resets(message.getResets());
                case USAGE -> usage(message.getUsage());
                case KIND_NOT_SET -> {
                    // From a newer agent; what it says is not for us.
                }
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("closing the stream of node {}: the database is away: {}", name(), e.getMessage());
            close(Status.UNAVAILABLE.withDescription("the database is away"));
        }
    }

    @Override
    public void onError(Throwable broken) {
        end();
    }

    @Override
    public void onCompleted() {
        end();
        synchronized (down) {
            if (!isClosed()) {
                closed = true;
                down.onCompleted();
            }
        }
    }

    /** A hint: the plan is read again soon. */
    void planChanged() {
        planChanged.release();
    }

    void openSession(OpenSession request) {
        send(ControlMessage.newBuilder().setOpenSession(request).build());
    }

    /** The client has gone. Said here and not only on the session's own stream, where it waits behind unread input. */
    void closeSession(String id) {
        send(ControlMessage.newBuilder()
                .setCloseSession(CloseSession.newBuilder().setSessionId(id))
                .build());
    }

    OpenQuestions questions() {
        return questions;
    }

    /** A node that does not read is not asked: questions would pile up here. Who asked gives up by the time limit. */
    void send(Question question) {
        if (down.isReady()) {
            send(ControlMessage.newBuilder().setQuestion(question).build());
        }
    }

    void superseded() {
        close(Status.ABORTED.withDescription("this is not the node's newest stream; what comes by it is not believed"));
    }

    void shutDown() {
        close(Status.UNAVAILABLE.withDescription("this control plane is stopping"));
    }

    /** To be asked only after the hello. */
    long epoch() {
        return attachment.epoch();
    }

    long nodeId() {
        return peer.nodeId();
    }

    private void hello(Hello hello) {
        if (attachment != null) {
            close(Status.INVALID_ARGUMENT.withDescription("a second hello"));
            return;
        }
        Optional<NodeService.Attachment> attached = nodes.attach(peer, WireFormat.host(hello.getHost()));
        if (attached.isEmpty()) {
            revoked();
            return;
        }
        attachment = attached.get();
        doors.reported(nodeId(), WireFormat.door(hello.getHost()));
        streams.checkpointsFound(nodeId(), WireFormat.text(hello.getHost().getCheckpoints()));
        streams.diskWeightsFound(nodeId(), WireFormat.text(hello.getHost().getDiskWeights()));
        generationApplied = hello.getGenerationHeld();
        log.info("node {} is connected, epoch {}", name(), attachment.epoch());
        send(ControlMessage.newBuilder()
                .setWelcome(Welcome.newBuilder()
                        .setNode(name())
                        .setHeartbeatMillis((int) settings.heartbeat().toMillis())
                        .setNowMillis(clock.millis()))
                .build());
        streams.welcomed(name(), this);
        planChanged();
        Thread.ofVirtual().name("plans-" + name()).start(this::sendPlans);
    }

    private void report(NodeReport message) {
        if (attachment == null) {
            close(Status.INVALID_ARGUMENT.withDescription("a report before hello"));
            return;
        }
        generationApplied = message.getGenerationApplied();
        if (reports.apply(nodeId(), attachment.epoch(), WireFormat.report(message))) {
            heartbeats.heard(nodeId());
        } else {
            superseded();
        }
    }

    private void heartbeat(Heartbeat message) {
        if (attachment == null) {
            close(Status.INVALID_ARGUMENT.withDescription("a heartbeat before hello"));
            return;
        }
        generationApplied = Math.max(generationApplied, message.getGenerationApplied());
        heartbeats.heard(nodeId());
    }

    private void images(ImagesHeld message) {
        if (attachment == null) {
            close(Status.INVALID_ARGUMENT.withDescription("images before hello"));
        } else if (!images.said(nodeId(), attachment.epoch(), WireFormat.images(message))) {
            superseded();
        }
    }

    /** Answered when they are stored, and word for word: until then the agent tells them again. */
    private void logins(SshLogins message) {
        if (attachment == null) {
            close(Status.INVALID_ARGUMENT.withDescription("logins before hello"));
            return;
        }
        logins.told(message.getLoginsList().stream()
                .flatMap(login -> WireFormat.login(login, name()).stream())
                .toList());
        send(ControlMessage.newBuilder()
                .setLoginsStored(SshLoginsStored.newBuilder().addAllLogins(message.getLoginsList()))
                .build());
    }

    /** Answered when they are stored: until then the agent tells them again. */
    private void resets(MemoryResets message) {
        if (attachment == null) {
            close(Status.INVALID_ARGUMENT.withDescription("resets before hello"));
            return;
        }
        resets.told(message.getResetsList().stream()
                .flatMap(reset -> MemoryFormat.reset(reset, name()).stream())
                .toList());
        MemoryResetsStored.Builder stored = MemoryResetsStored.newBuilder();
        message.getResetsList().forEach(reset -> stored.addIds(reset.getId()));
        send(ControlMessage.newBuilder().setResetsStored(stored).build());
    }

    /** Answered when it is stored, or will never be: until then the agent tells it again. */
    private void usage(UsageWindow message) {
        if (attachment == null) {
            close(Status.INVALID_ARGUMENT.withDescription("usage before hello"));
            return;
        }
        usage.told(nodeId(), name(), UsageFormat.window(message));
        send(ControlMessage.newBuilder()
                .setUsageStored(UsageStored.newBuilder().setBeganMillis(message.getBeganMillis()))
                .build());
    }

    private void sendPlans() {
        while (open) {
            try {
                boolean hinted = planChanged.tryAcquire(settings.sendAgain().toMillis(), TimeUnit.MILLISECONDS);
                planChanged.drainPermits();
                if (open) {
                    sendPlan(!hinted);
                }
            } catch (InterruptedException e) {
                return;
            } catch (DataAccessException | TransactionException e) {
                log.warn("the plan of node {} cannot be read now: {}", name(), e.getMessage());
            } catch (RuntimeException e) {
                // A stream without this thread would look well and bring no plan: the agent must come back by another.
                log.error("closing the stream of node {}: its plan cannot be sent", name(), e);
                close(Status.INTERNAL.withDescription("the plan cannot be sent"));
            }
        }
    }

    private void sendPlan(boolean again) {
        switch (plans.current(nodeId(), epoch())) {
            case PlanAnswer.Current current -> sendIfNews(current.plan(), again);
            case PlanAnswer.Refusal.REVOKED -> revoked();
            case PlanAnswer.Refusal.OUTDATED -> superseded();
        }
    }

    private void sendIfNews(NodePlan plan, boolean again) {
        boolean lags = again && generationApplied < plan.generation();
        // A node that does not read is not written to: plans would pile up here. Its stream says when it reads again.
        if (down.isReady() && (plan.generation() > generationSent || lags)) {
            send(WireFormat.plan(plan));
            generationSent = plan.generation();
        }
    }

    private void send(ControlMessage message) {
        synchronized (down) {
            if (!isClosed()) {
                down.onNext(message);
            }
        }
    }

    private void revoked() {
        close(Status.PERMISSION_DENIED.withDescription("the certificate of the node " + name() + " is revoked"));
        streams.revoked(nodeId());
    }

    private void close(Status status) {
        end();
        synchronized (down) {
            if (!isClosed()) {
                closed = true;
                down.onError(status.asRuntimeException());
            }
        }
    }

    private boolean isClosed() {
        return closed || down.isCancelled();
    }

    private void end() {
        open = false;
        questions.cut();
        planChanged.release();
        if (attachment != null) {
            streams.ended(name(), this);
        }
    }

    private String name() {
        return attachment == null ? "id " + nodeId() : attachment.name().text();
    }
}
