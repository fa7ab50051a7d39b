package org.lamella.agent.controllink;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateLifeTest {
    @TempDir
    Path state;

    private FakeControlPlane controlPlane;
    private TestNode node;

    @BeforeEach
    void start() throws IOException {
        controlPlane = new FakeControlPlane();
        controlPlane.heartbeatMillis = 100;
        node = new TestNode(state);
    }

    @AfterEach
    void stop() throws InterruptedException {
        node.close();
        controlPlane.close();
    }

    @Test
    void renewsWithANewKeyAndReconnectsWithIt() throws Exception {
        Identity old = controlPlane.newIdentity(
                Instant.now().minusSeconds(3000), Instant.now().plusSeconds(600));
        node.store.save(old);
        node.attach(old, controlPlane.address(), Clock.systemUTC());
        assertThat(controlPlane.awaitStream().certificate).isEqualTo(old.certificate());

        FakeStream second = controlPlane.awaitStream();
        Identity saved = node.store.load().orElseThrow();
        assertThat(second.certificate).isEqualTo(saved.certificate());
        assertThat(saved.certificate().getPublicKey())
                .isNotEqualTo(old.certificate().getPublicKey());
        assertThat(second.awaitReport().getWhole()).isTrue();
    }

    @Test
    void waitsUntilTwoThirdsOfTheLifeAreOver() throws Exception {
        Identity identity = controlPlane.newIdentity(
                Instant.now().minusSeconds(600), Instant.now().plusSeconds(3000));
        assertThat(identity.renewFrom())
                .isEqualTo(identity.certificate().getNotBefore().toInstant().plusSeconds(2400));
        SettableClock clock = new SettableClock(identity.renewFrom().minusSeconds(1));
        node.attach(identity, controlPlane.address(), clock);
        FakeStream stream = controlPlane.awaitStream();
        for (int i = 0; i < 3; i++) {
            FakeControlPlane.await(stream.heartbeats, "heartbeat");
        }
        assertThat(node.store.load()).isEmpty();
        clock.set(identity.renewFrom());
        await().atMost(30, SECONDS).until(() -> node.store.load().isPresent());
    }

    @Test
    void keepsTheOldCertificateWhenTheNewOneDoesNotHold() throws Exception {
        controlPlane.issuesForAnotherKey = true;
        Identity old = controlPlane.newIdentity(
                Instant.now().minusSeconds(3000), Instant.now().plusSeconds(600));
        node.store.save(old);
        SettableClock clock = new SettableClock(Instant.now());
        node.attach(old, controlPlane.address(), clock);
        FakeStream stream = controlPlane.awaitStream();
        await().atMost(30, SECONDS).until(() -> controlPlane.renewals.get() == 1);
        FakeControlPlane.await(stream.heartbeats, "heartbeat");
        assertThat(node.store.load()).contains(old);

        controlPlane.issuesForAnotherKey = false;
        clock.set(clock.instant().plus(Duration.ofMinutes(5)));
        assertThat(controlPlane.awaitStream().certificate).isNotEqualTo(old.certificate());
    }

    @Test
    void goesOnTryingWithARevokedCertificate() throws Exception {
        Identity identity = controlPlane.newIdentity();
        controlPlane.revoked.add(identity.certificate());
        node.attach(identity, controlPlane.address(), Clock.systemUTC());
        controlPlane.awaitStream();
        controlPlane.awaitStream();
        controlPlane.revoked.clear();
        await().atMost(20, SECONDS)
                .until(() -> controlPlane.everyStream.stream().anyMatch(stream -> !stream.reports.isEmpty()));
    }

    /** A clock that stands until it is set. */
    private static final class SettableClock extends Clock {
        private volatile Instant now;

        SettableClock(Instant now) {
            this.now = now;
        }

        void set(Instant instant) {
            now = instant;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public java.time.ZoneId getZone() {
            return java.time.ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
