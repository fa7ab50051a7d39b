package org.lamella.agent.controllink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.io.IOException;
import java.net.ServerSocket;
import java.security.interfaces.ECPrivateKey;
import java.time.Clock;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.agent.controllink.JoinFailed.Kind;
import org.lamella.protocol.JoinRequest;

class JoinTest {
    private final Enrolment enrolment = new Enrolment(Clock.systemUTC(), new SplittableRandom(1), "1.2.3");
    private FakeControlPlane controlPlane;

    @BeforeEach
    void start() throws IOException {
        controlPlane = new FakeControlPlane();
    }

    @AfterEach
    void stop() {
        controlPlane.close();
    }

    @Test
    void tradesACodeForAnIdentity() throws JoinFailed {
        Identity identity = join(controlPlane.newCode());
        assertThat(identity.node()).isEqualTo("node1");
        assertThat(identity.controlPlane()).isEqualTo(controlPlane.address());
        assertThat(identity.authority()).isEqualTo(controlPlane.authority().fingerprint());
    }

    @Test
    void sendsTheSecretAndASigningRequestAndNeverTheKey() throws Exception {
        JoinCode code = controlPlane.newCode();
        Identity identity = join(code);
        JoinRequest request = controlPlane.joins.take();
        assertThat(request.getSecret()).isEqualTo(code.secret());
        PKCS10CertificationRequest csr =
                new PKCS10CertificationRequest(request.getCsr().toByteArray());
        assertThat(csr.getEncoded()).isEqualTo(request.getCsr().toByteArray());
        assertThat(csr.getSubjectPublicKeyInfo().getEncoded())
                .isEqualTo(identity.certificate().getPublicKey().getEncoded());
        String privatePart = ((ECPrivateKey) identity.key()).getS().toString(16);
        assertThat(HexFormat.of().formatHex(request.toByteArray())).doesNotContain(privatePart);
        assertThat(request.getHost().getAgentVersion()).isEqualTo("1.2.3");
    }

    @Test
    void refusesAControlPlaneWithAnotherAuthority() {
        Fingerprint other = new TestAuthority().fingerprint();
        JoinCode code = new JoinCode(controlPlane.newCode().secret(), other);
        assertFails(
                () -> join(code),
                Kind.WRONG_CONTROL_PLANE,
                "the control plane at " + controlPlane.address() + " shows a CA with fingerprint "
                        + controlPlane.authority().fingerprint() + ", the code was made for " + other);
        assertThat(controlPlane.joins)
                .as("the secret must not go to a stranger")
                .isEmpty();
    }

    @Test
    void refusesANodeThatPassesForTheControlPlane() throws IOException {
        try (FakeControlPlane node = FakeControlPlane.impersonatedByANode(controlPlane.authority())) {
            assertThatThrownBy(() -> enrolment.join(node.address(), node.newCode(), TestNode.FACTS))
                    .isInstanceOf(JoinFailed.class)
                    .hasMessageContaining("is not marked for TLS servers, so it may be a node's");
            assertThat(node.joins).isEmpty();
        }
    }

    @Test
    void passesOnWhyAUsedCodeIsRefused() throws JoinFailed {
        JoinCode code = controlPlane.newCode();
        join(code);
        assertFails(() -> join(code), Kind.REFUSED, "this join code was used by node1 at 12:00");
    }

    @Test
    void passesOnWhyAnExpiredCodeIsRefused() {
        JoinCode code = controlPlane.newCode();
        controlPlane.codes.put(
                code.secret(), Status.FAILED_PRECONDITION.withDescription("this join code expired at 11:50"));
        assertFails(() -> join(code), Kind.REFUSED, "this join code expired at 11:50");
    }

    @Test
    void passesOnThatACodeIsUnknown() {
        JoinCode code = new JoinCode("2".repeat(32), controlPlane.authority().fingerprint());
        assertFails(() -> join(code), Kind.REFUSED, "no such join code");
    }

    @Test
    void refusesACertificateForAnotherKey() {
        controlPlane.issuesForAnotherKey = true;
        assertFails(
                () -> join(controlPlane.newCode()),
                Kind.REFUSED,
                "the control plane at " + controlPlane.address() + " answered with a certificate that does not hold:"
                        + " the certificate was issued for another key");
    }

    @Test
    void saysWhereNobodyListens() throws IOException {
        HostPort nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = new HostPort("127.0.0.1", socket.getLocalPort());
        }
        assertThatThrownBy(() -> enrolment.join(nobody, controlPlane.newCode(), TestNode.FACTS))
                .isInstanceOf(JoinFailed.class)
                .hasMessageStartingWith("the connection to the control plane at " + nobody + " failed: ")
                .hasMessageContaining("Connection refused");
    }

    private Identity join(JoinCode code) throws JoinFailed {
        return enrolment.join(controlPlane.address(), code, TestNode.FACTS);
    }

    private static void assertFails(ThrowingCallable joining, Kind kind, String message) {
        assertThatThrownBy(joining).isInstanceOfSatisfying(JoinFailed.class, failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure).hasMessage(message);
        });
    }
}
