package org.lamella.agent.controllink;

import io.grpc.ManagedChannel;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.lamella.agent.access.SessionRequest;
import org.lamella.agent.access.Sessions;
import org.lamella.protocol.LinkGrpc;
import org.lamella.protocol.OpenSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dials the control plane for sessions, one connection each. Streams of one connection share its flow control window, so
 * on a shared one a reader who stops would stop every other session, and the node's heartbeats too.
 */
final class SessionDialer {
    private static final Logger log = LoggerFactory.getLogger(SessionDialer.class);

    private final Transport transport;
    private final Sessions sessions;
    private final Map<String, SessionCall> calls = new ConcurrentHashMap<>();

    SessionDialer(Transport transport, Sessions sessions) {
        this.transport = transport;
        this.sessions = sessions;
    }

    /** @param address of the replica that asked: another would not know the session */
    void open(OpenSession wire, InetSocketAddress address, SslContext tls) {
        String id = wire.getSessionId();
        ManagedChannel channel = transport.open(address, tls);
        SessionCall call = new SessionCall(id, () -> {
            calls.remove(id);
            channel.shutdown();
        });
        if (calls.putIfAbsent(id, call) != null) {
            log.warn("session {} was asked for twice; the first goes on", id);
            channel.shutdown();
            return;
        }
        LinkGrpc.newStub(channel).session(call);
        serve(wire, call);
    }

    void close(String id) {
        SessionCall call = calls.get(id);
        if (call != null) {
            call.abandon();
        }
    }

    private void serve(OpenSession wire, SessionCall call) {
        SessionRequest request;
        try {
            request = WireFormat.session(wire);
        } catch (IllegalArgumentException e) {
            call.refused(e.getMessage());
            return;
        }
        sessions.open(request, call);
    }
}
