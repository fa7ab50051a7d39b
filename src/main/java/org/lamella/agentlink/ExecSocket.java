package org.lamella.agentlink;

import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.lamella.access.Caller;
import org.lamella.access.CallerToken;
import org.lamella.access.Scope;
import org.lamella.slivers.SliverAccess;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.JsonFields;
import org.lamella.web.NoSuchThing;
import org.lamella.web.StateConflict;
import org.lamella.web.Unavailable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.SubProtocolCapable;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A command in a sliver over a WebSocket, sub-protocol {@code lamella.exec.v1}.
 *
 * <p>The client's first message is text, the {@link ExecRequest}; after it binary messages whose first byte is 0 and the
 * rest standard input, {@code {"stdinClosed":true}}, and, where the command has a terminal, {@code
 * {"resize":{"columns":N,"rows":N}}}. The server says {@code {"opened":true}}, then binary messages
 * whose first byte is 1 for standard output or 2 for standard error, last {@code {"exit":N}} or {@code {"problem":…}}.
 */
@Component
class ExecSocket extends AbstractWebSocketHandler implements SubProtocolCapable {
    static final String SUB_PROTOCOL = "lamella.exec.v1";
    private static final String SESSION = "lamella.session";
    private static final String CLIENT = "lamella.client";
    private static final byte STDIN = 0;
    /** Tomcat's own default would cut a client that reads nothing for 20 s, such as a pager. */
    private static final String SEND_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

    private final ExecSessions sessions;
    private final ExecAudit audit;
    private final SliverAccess slivers;
    private final JsonMapper json;
    private final Set<SocketClient> clients = ConcurrentHashMap.newKeySet();

    ExecSocket(ExecSessions sessions, ExecAudit audit, SliverAccess slivers, JsonMapper json) {
        this.sessions = sessions;
        this.audit = audit;
        this.slivers = slivers;
        this.json = json;
    }

    @Override
    public List<String> getSubProtocols() {
        return List.of(SUB_PROTOCOL);
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession socket) {
        if (socket instanceof NativeWebSocketSession wrapper) {
            wrapper.getNativeSession(Session.class).getUserProperties().put(SEND_TIMEOUT, -1L);
        }
        SocketClient client = new SocketClient(socket, json);
        socket.getAttributes().put(CLIENT, client);
        clients.add(client);
    }

    /**
     * Finds out who has gone, and who may not be there any more: whoever has signed out, was disabled or is no member of the
     * slice now, is cut off. Input that the process does not take is not read from the socket either, so the end of the
     * connection behind it would never be seen; and a proxy does not cut a connection on which something moves.
     */
    @Scheduled(fixedDelayString = "PT5S")
    void ping() {
        for (SocketClient client : clients) {
            Thread.startVirtualThread(() -> {
                if (!client.isThere()) {
                    afterConnectionClosed(client.socket(), CloseStatus.NO_CLOSE_FRAME);
                } else if (!mayStay(client.socket())) {
                    session(client.socket()).ifPresent(ExecSession::abandon);
                    client.problem(HttpStatus.FORBIDDEN, "forbidden", "your access to this sliver has ended");
                }
            });
        }
    }

    @Override
    protected void handleTextMessage(WebSocketSession socket, TextMessage message)
            throws IOException, InterruptedException {
        Optional<ExecSession> found = session(socket);
        if (found.isEmpty()) {
            open(socket, message.getPayload());
            return;
        }
        ExecSession session = found.get();
        JsonNode said = json.readTree(message.getPayload());
        if (said.path("stdinClosed").asBoolean(false)) {
            session.stdinClosed();
        }
        if (said.path("resize").isObject()) {
            resize(socket, session, said.path("resize"));
        }
    }

    private static void resize(WebSocketSession socket, ExecSession session, JsonNode wanted)
            throws IOException, InterruptedException {
        List<FieldError> errors = new ArrayList<>();
        JsonFields fields = JsonFields.of(wanted);
        ExecTerminal.Size size = ExecTerminal.Size.read(fields, "resize.", errors);
        if (errors.isEmpty() && fields.errors().isEmpty()) {
            session.resize(size);
        } else {
            socket.close(CloseStatus.PROTOCOL_ERROR.withReason("a size is two numbers from 1"));
        }
    }

    @Override
    protected void handleBinaryMessage(WebSocketSession socket, BinaryMessage message)
            throws IOException, InterruptedException {
        Optional<ExecSession> session = session(socket);
        ByteBuffer payload = message.getPayload();
        if (session.isEmpty() || !payload.hasRemaining() || payload.get(payload.position()) != STDIN) {
            socket.close(CloseStatus.PROTOCOL_ERROR.withReason("the command first, then input that begins with 0"));
            return;
        }
        byte[] bytes = new byte[payload.remaining() - 1];
        payload.position(payload.position() + 1).get(bytes);
        session.get().stdin(bytes, 0, bytes.length);
    }

    @Override
    public void afterConnectionClosed(WebSocketSession socket, CloseStatus status) {
        clients.remove(client(socket));
        session(socket).ifPresent(ExecSession::abandon);
    }

    private void open(WebSocketSession socket, String text) throws IOException {
        ExecTarget target = ExecTarget.of(socket);
        SocketClient client = client(socket);
        try {
            ExecRequest request = ExecRequest.read(json.readTree(text));
            if (target.page()) {
                slivers.requireRunning(token(socket).getPrincipal(), target.slice(), target.node());
            }
            audit.opened(target, socket, request);
            ExecSession session = sessions.open(target.slice(), target.node(), request, client);
            socket.getAttributes().put(SESSION, session);
            if (!socket.isOpen()) {
                session.abandon();
            }
        } catch (JacksonException e) {
            client.problem(HttpStatus.BAD_REQUEST, "unreadable", "the first message is not JSON");
        } catch (InvalidInput e) {
            client.problem(HttpStatus.BAD_REQUEST, "invalid-input", e.getMessage());
        } catch (NoSuchThing e) {
            client.problem(HttpStatus.NOT_FOUND, "not-found", e.getMessage());
        } catch (StateConflict e) {
            client.problem(HttpStatus.CONFLICT, "state-conflict", e.getMessage());
        } catch (Unavailable e) {
            client.problem(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", e.getMessage());
        } catch (DataAccessException | TransactionException e) {
            client.problem(HttpStatus.SERVICE_UNAVAILABLE, "database-unavailable", "the database does not answer");
        }
    }

    /** Nobody is cut off because it cannot be told. */
    private boolean mayStay(WebSocketSession socket) {
        ExecTarget target = ExecTarget.of(socket);
        try {
            Optional<Caller> now =
                    token(socket).now().filter(caller -> caller.scopes().contains(Scope.SLICES));
            now.ifPresent(caller -> slivers.requireVisible(caller, target.slice(), target.node()));
            return now.isPresent();
        } catch (NoSuchThing e) {
            return false;
        } catch (DataAccessException | TransactionException e) {
            return true;
        }
    }

    /** Known since the handshake, which lets nobody else through. */
    private static CallerToken token(WebSocketSession socket) {
        return (CallerToken) Objects.requireNonNull(socket.getPrincipal());
    }

    private static SocketClient client(WebSocketSession socket) {
        return (SocketClient) socket.getAttributes().get(CLIENT);
    }

    /** Empty before its first message. */
    private static Optional<ExecSession> session(WebSocketSession socket) {
        return Optional.ofNullable((ExecSession) socket.getAttributes().get(SESSION));
    }
}
