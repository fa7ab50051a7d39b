package org.lamella.agentlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lamella.protocol.LinkGrpc;
import org.lamella.protocol.RenewRequest;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.lamella.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;

/** Who gets a certificate, and who does not. */
@ControlPlaneTest
class EnrolmentTest {
    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private SettableClock clock;

    @Test
    void tradesACodeForACertificateOfTheNode() throws Exception {
        String code = agents.add("node1");
        ScriptedAgent agent = agents.join(code);
        assertThat(agent.node()).isEqualTo("node1");
        X509Certificate leaf = agent.identity().leaf();
        X509Certificate authority = agent.identity().chain().getLast();
        assertThat(leaf.getSubjectX500Principal().getName())
                .contains("CN=node1")
                .doesNotContain("another-node");
        assertThat(leaf.getPublicKey()).isEqualTo(agent.identity().keys().getPublic());
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(leaf.getNotAfter().toInstant()).isEqualTo(clock.instant().plus(Duration.ofDays(30)));
        leaf.verify(authority.getPublicKey());
        assertThat(PinnedAuthority.fingerprint(authority)).isEqualTo(code.substring(code.indexOf('.') + 1));
    }

    @Test
    void refusesACodeThatItNeverGaveOut() {
        String code = agents.add("node1");
        String other = "lamella-" + "a".repeat(32) + code.substring(code.indexOf('.'));
        assertRefused(() -> agents.join(other), Status.Code.UNAUTHENTICATED, "not known");
    }

    @Test
    void refusesACodeThatWasUsed() {
        String code = agents.add("node1");
        agents.join(code);
        assertRefused(
                () -> agents.join(code),
                Status.Code.FAILED_PRECONDITION,
                "this join code was used at " + clock.instant());
    }

    @Test
    void refusesACodeThatHasExpired() {
        String code = agents.add("node1");
        clock.advance(Duration.ofMinutes(10));
        assertRefused(
                () -> agents.join(code),
                Status.Code.FAILED_PRECONDITION,
                "this join code expired at " + clock.instant());
    }

    @Test
    void takesACodeUntilItsLastSecond() {
        String code = agents.add("node1");
        clock.advance(Duration.ofMinutes(10).minusSeconds(1));
        assertThat(agents.join(code).node()).isEqualTo("node1");
    }

    @Test
    void refusesACodeThatANewerOneHasReplaced() {
        String older = agents.add("node1");
        String newer = rest.post("/api/v1/nodes/node1/join-code")
                .json()
                .path("joinCode")
                .stringValue();
        assertRefused(() -> agents.join(older), Status.Code.UNAUTHENTICATED, "a newer one may have replaced it");
        assertThat(agents.join(newer).node()).isEqualTo("node1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "not a certificate request", "0\u0003\u0002\u0001\u0005"})
    void leavesTheCodeUsableAfterAMalformedRequest(String csr) {
        String code = agents.add("node1");
        NodeIdentity identity = NodeIdentity.fresh();
        byte[] malformed = csr.getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(
                () -> ScriptedAgent.join(agents.port(), code, identity, malformed),
                Status.Code.INVALID_ARGUMENT,
                "the certificate request cannot be read");
        assertThat(agents.join(code).node()).isEqualTo("node1");
    }

    @Test
    void refusesARequestThatAnotherKeyHasSigned() {
        String code = agents.add("node1");
        byte[] csr = NodeIdentity.fresh().csr();
        csr[csr.length - 3] ^= 1;
        assertRefused(
                () -> ScriptedAgent.join(agents.port(), code, NodeIdentity.fresh(), csr),
                Status.Code.INVALID_ARGUMENT,
                "certificate request");
        assertThat(agents.join(code).node()).isEqualTo("node1");
    }

    @Test
    void letsOneOfTwoJoinWithTheSameCode() throws Exception {
        String code = agents.add("node1");
        int joined = 0;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = executor.submit(() -> agents.join(code));
            var second = executor.submit(() -> agents.join(code));
            for (var one : List.of(first, second)) {
                try {
                    joined += one.get().node().isEmpty() ? 0 : 1;
                } catch (ExecutionException refused) {
                    assertThat(refused.getCause()).hasMessageContaining("was used at");
                }
            }
        }
        assertThat(joined).isEqualTo(1);
    }

    @Test
    void refusesALinkWithoutACertificate() {
        String code = agents.add("node1");
        var channel = new PinnedAuthority(code.substring(code.indexOf('.') + 1)).dial(agents.port());
        try {
            var link = LinkGrpc.newBlockingStub(channel);
            assertRefused(
                    () -> link.renew(RenewRequest.getDefaultInstance()),
                    Status.Code.PERMISSION_DENIED,
                    "shows no certificate of a node");
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void renewsACertificateForTheSameNode() {
        ScriptedAgent agent = agents.joined("node1");
        ScriptedAgent renewed = agents.keep(agent.renew(agent.identity().csr()));
        assertThat(renewed.node()).isEqualTo("node1");
        assertThat(renewed.identity().leaf().getSerialNumber())
                .isNotEqualTo(agent.identity().leaf().getSerialNumber());
        assertThat(renewed.attach().awaitWelcome().getNode()).isEqualTo("node1");
        assertRefused(() -> agent.renew(new byte[] {1}), Status.Code.INVALID_ARGUMENT, "certificate request");
    }

    @Test
    void makesTheOlderCertificateVoidWhenANodeJoinsAgain() {
        ScriptedAgent first = agents.joined("node1");
        String code = rest.post("/api/v1/nodes/node1/join-code")
                .json()
                .path("joinCode")
                .stringValue();
        ScriptedAgent second = agents.join(code);
        assertThat(first.open().awaitEnd().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(second.attach().isOpen()).isTrue();
    }

    private static void assertRefused(ThrowingCallable call, Status.Code code, String words) {
        assertThatThrownBy(call).satisfies(refused -> {
            Status status = Status.fromThrowable(refused);
            assertThat(status.getCode()).as("%s", status).isEqualTo(code);
            assertThat(status.getDescription()).contains(words);
        });
    }
}
