package org.lamella.agent.controllink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.time.Clock;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.lamella.protocol.LinkGrpc;
import org.lamella.protocol.RenewRequest;

class FailureTest {
    private static final HostPort ADDRESS = new HostPort("control", 7443);
    private static final Fingerprint PIN = new TestAuthority().fingerprint();

    @Test
    void takesAFatalAlertForARejectedCertificate() throws Exception {
        try (FakeControlPlane controlPlane = new FakeControlPlane(new TestAuthority(), new TestAuthority());
                Transport transport = new Transport()) {
            Identity identity = controlPlane.newIdentity();
            ManagedChannel channel = transport.open(
                    Transport.resolve(controlPlane.address(), new SplittableRandom(1)),
                    Transport.mutual(identity, Clock.systemUTC()));
            Throwable thrown =
                    catchThrowable(() -> LinkGrpc.newBlockingStub(channel).renew(RenewRequest.getDefaultInstance()));
            channel.shutdownNow();
            Failure failure = Failure.of(thrown, controlPlane.address(), identity.authority(), "pinned");
            assertThat(failure.kind()).isEqualTo(Failure.Kind.REJECTED);
            assertThat(failure.words()).contains("does not accept this node's certificate", "Received fatal alert");
        }
    }

    @Test
    void passesOnTheControlPlanesOwnWords() {
        Failure failure = of(Status.UNAUTHENTICATED.withDescription("node1 was revoked by admin"));
        assertThat(failure).isEqualTo(new Failure(Failure.Kind.REJECTED, "node1 was revoked by admin"));
    }

    @Test
    void triesAgainSoonAfterWhatMayPass() {
        Failure failure = of(Status.UNAVAILABLE.withCause(new java.net.ConnectException("Connection refused")));
        assertThat(failure)
                .isEqualTo(new Failure(
                        Failure.Kind.UNREACHABLE,
                        "the connection to the control plane at control:7443 failed: Connection refused"));
    }

    private static Failure of(Status status) {
        return Failure.of(status.asRuntimeException(), ADDRESS, PIN, "pinned");
    }
}
