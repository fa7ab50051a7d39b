package org.lamella.agentlink;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.lamella.nodes.AgentSettings;
import org.lamella.protocol.OpenSession;
import org.lamella.protocol.SessionInput;
import org.lamella.protocol.SessionOutput;
import org.lamella.protocol.SessionTerminal;
import org.lamella.secrets.Secrets;
import org.lamella.web.Unavailable;
import org.springframework.stereotype.Component;

/** Opens sessions on nodes and matches the streams that nodes open in answer. */
@Component
class ExecSessions {
    private static final int ID_BYTES = 20;

    /** For what a node still says on a stream that was ended from here. */
    private static final StreamObserver<SessionOutput> OVER = new StreamObserver<>() {
        @Override
        public void onNext(SessionOutput output) {}

        @Override
        public void onError(Throwable broken) {}

        @Override
        public void onCompleted() {}
    };

    private final NodeStreams streams;
    private final Secrets secrets;
    private final Map<String, ExecSession> awaited = new ConcurrentHashMap<>();
    private final Set<ExecSession> underWay = ConcurrentHashMap.newKeySet();
    private final Duration patience;
    private final Executor later;

    ExecSessions(NodeStreams streams, Secrets secrets, AgentSettings settings) {
        this.streams = streams;
        this.secrets = secrets;
        streams.whenRevoked(this::cutAll);
        this.patience = settings.sessionPatience();
        this.later = CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @throws Unavailable when the node's agent holds no stream to this replica */
    void requireConnected(String node) {
        stream(node);
    }

    /**
     * Asks the node to start the command; what becomes of it is told to the client.
     *
     * @throws Unavailable when the node's agent holds no stream to this replica
     */
    ExecSession open(String slice, String node, ExecRequest request, ExecClient client) {
        NodeStream stream = stream(node);
        ExecSession session = new ExecSession(secrets.randomText(ID_BYTES), stream, client);
        underWay.removeIf(ExecSession::isOver);
        underWay.add(session);
        awaited.put(session.id(), session);
        later.execute(() -> giveUp(session, node));
        OpenSession.Builder wire = OpenSession.newBuilder()
                .setSessionId(session.id())
                .setSlice(slice)
                .addAllCommand(request.command())
                .putAllEnvironment(request.environment())
                .setWorkingDirectory(request.workingDirectory());
        request.terminal()
                .ifPresent(terminal -> wire.setTerminal(SessionTerminal.newBuilder()
                        .setType(terminal.type())
                        .setSize(terminal.size().wire())));
        stream.openSession(wire.build());
        return session;
    }

    /** A node has opened a stream; its first message says for which session. */
    StreamObserver<SessionOutput> join(long nodeId, ServerCallStreamObserver<SessionInput> stream) {
        return new Unmatched(nodeId, stream);
    }

    private NodeStream stream(String node) {
        return streams.of(node)
                .orElseThrow(() -> new Unavailable("the node " + node + " is not connected to this control plane now"));
    }

    private void giveUp(ExecSession session, String node) {
        if (awaited.remove(session.id()) != null) {
            session.fail("the node " + node + " did not answer within " + patience.toSeconds() + " s");
        }
    }

    /** A node that is not trusted any more gets nothing of what people type. */
    private void cutAll(long nodeId) {
        underWay.stream()
                .filter(session -> session.nodeId() == nodeId)
                .forEach(session -> session.cut("the node's certificate was revoked"));
    }

    /** Waits for the first message, then hands everything to the session that it names. */
    private final class Unmatched implements StreamObserver<SessionOutput> {
        private final long nodeId;
        private final ServerCallStreamObserver<SessionInput> stream;
        private volatile ExecSession session;
        private StreamObserver<SessionOutput> matched;

        Unmatched(long nodeId, ServerCallStreamObserver<SessionInput> stream) {
            this.nodeId = nodeId;
            this.stream = stream;
            // Both may only be set here, before the call is under way; until the match nobody waits for them.
            stream.setOnReadyHandler(this::wake);
            stream.setOnCancelHandler(this::wake);
        }

        @Override
        public void onNext(SessionOutput output) {
            if (matched != null) {
                matched.onNext(output);
            } else {
                match(output);
            }
        }

        @Override
        public void onError(Throwable broken) {
            if (matched != null) {
                matched.onError(broken);
            }
        }

        @Override
        public void onCompleted() {
            if (matched != null) {
                matched.onCompleted();
            } else {
                stream.onCompleted();
            }
        }

        private void wake() {
            ExecSession known = session;
            if (known != null) {
                known.ready();
            }
        }

        private void match(SessionOutput first) {
            String id = first.hasRefused()
                    ? first.getRefused().getSessionId()
                    : first.getOpened().getSessionId();
            ExecSession named = awaited.get(id);
            // A node may only answer for itself: another's session id is as good as none.
            if (named == null || named.nodeId() != nodeId || !awaited.remove(id, named)) {
                stream.onError(Status.NOT_FOUND
                        .withDescription("no such session is awaited")
                        .asRuntimeException());
                matched = OVER;
                return;
            }
            if (first.hasRefused()) {
                named.fail(first.getRefused().getReason());
                stream.onCompleted();
                matched = OVER;
            } else {
                session = named;
                matched = named.joined(stream);
            }
        }
    }
}
