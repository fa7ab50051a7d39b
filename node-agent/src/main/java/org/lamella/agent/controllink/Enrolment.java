package org.lamella.agent.controllink;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.lamella.agent.host.HostFacts;
import org.lamella.protocol.EnrolmentGrpc;
import org.lamella.protocol.JoinRequest;
import org.lamella.protocol.NodeCertificate;

/** Trades a join code for an identity. */
public final class Enrolment {
    private static final int DEADLINE_SECONDS = 20;

    private final Clock clock;
    private final RandomGenerator random;
    private final String version;

    /** @param version the agent's own, which the control plane shows */
    public Enrolment(Clock clock, RandomGenerator random, String version) {
        this.clock = clock;
        this.random = random;
        this.version = version;
    }

    /** Makes the node's key; the identity returned is not saved yet. */
    public Identity join(HostPort controlPlane, JoinCode code, HostFacts host) throws JoinFailed {
        NodeKey key = NodeKey.generate();
        JoinRequest request = WireFormat.join(code.secret(), key.signingRequest(), host, version);
        NodeCertificate answer = ask(controlPlane, code.authority(), request);
        try {
            return identity(answer, key, controlPlane, code.authority());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new JoinFailed(
                    JoinFailed.Kind.REFUSED,
                    "the control plane at " + controlPlane + " answered with a certificate that does not hold: "
                            + e.getMessage(),
                    e);
        }
    }

    private NodeCertificate ask(HostPort controlPlane, Fingerprint authority, JoinRequest request) throws JoinFailed {
        try (Transport transport = new Transport()) {
            SslContext tls = Transport.anonymous(authority, clock);
            ManagedChannel channel = transport.open(Transport.resolve(controlPlane, random), tls);
            try {
                return EnrolmentGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                        .join(request);
            } finally {
                channel.shutdownNow();
            }
        } catch (UnknownHostException e) {
            throw new JoinFailed(
                    JoinFailed.Kind.UNREACHABLE, "the control plane's host " + controlPlane.host() + " is unknown", e);
        } catch (IOException e) {
            throw new JoinFailed(JoinFailed.Kind.UNREACHABLE, "TLS cannot be set up: " + e.getMessage(), e);
        } catch (StatusRuntimeException e) {
            Failure failure = Failure.of(e, controlPlane, authority, "the code was made for");
            throw new JoinFailed(kind(failure), failure.words(), e);
        }
    }

    private static JoinFailed.Kind kind(Failure failure) {
        return switch (failure.kind()) {
            case UNREACHABLE -> JoinFailed.Kind.UNREACHABLE;
            case REJECTED -> JoinFailed.Kind.REFUSED;
            case WRONG_CONTROL_PLANE -> JoinFailed.Kind.WRONG_CONTROL_PLANE;
        };
    }

    /** @throws GeneralSecurityException when a certificate is none, or is not signed by the next in the chain */
    static Identity identity(NodeCertificate answer, NodeKey key, HostPort controlPlane, Fingerprint authority)
            throws GeneralSecurityException {
        List<X509Certificate> chain = new ArrayList<>();
        for (var der : answer.getChainList()) {
            chain.add(Pem.certificate(der.toByteArray()));
        }
        for (int i = 0; i + 1 < chain.size(); i++) {
            PublicKey issuer = chain.get(i + 1).getPublicKey();
            chain.get(i).verify(issuer);
        }
        return new Identity(key.pair().getPrivate(), chain, answer.getNode(), controlPlane, authority);
    }
}
