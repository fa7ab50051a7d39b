package org.lamella.agentlink;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.lamella.nodes.Enrolment;
import org.lamella.protocol.EnrolmentGrpc;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Lets a call through only when its connection carries a certificate of ours that is not revoked. Enrolment alone is
 * open: it is where certificates come from.
 */
@Component
class PeerNode implements ServerInterceptor {
    /** Who calls. */
    static final Context.Key<Enrolment.Peer> PEER = Context.key("peer");

    private final Enrolment enrolment;

    PeerNode(Enrolment enrolment) {
        this.enrolment = enrolment;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (EnrolmentGrpc.SERVICE_NAME.equals(call.getMethodDescriptor().getServiceName())) {
            return next.startCall(call, headers);
        }
        try {
            Optional<Enrolment.Peer> peer = certificate(call).flatMap(enrolment::peerOf);
            if (peer.isPresent()) {
                Context context = Context.current().withValue(PEER, peer.get());
                return Contexts.interceptCall(context, call, headers, next);
            }
            call.close(
                    Status.PERMISSION_DENIED.withDescription(
                            "this connection shows no certificate of a node, or a revoked one"),
                    new Metadata());
        } catch (DataAccessException | TransactionException e) {
            call.close(Status.UNAVAILABLE.withDescription("the database is away"), new Metadata());
        }
        return new ServerCall.Listener<>() {};
    }

    private static Optional<X509Certificate> certificate(ServerCall<?, ?> call) {
        SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        if (session == null) {
            return Optional.empty();
        }
        try {
            Certificate[] chain = session.getPeerCertificates();
            return Optional.of((X509Certificate) chain[0]);
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }
}
