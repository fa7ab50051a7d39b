package org.lamella.agent.controllink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamella.agent.ssh.LoginBook;
import org.lamella.agent.ssh.TestLogins;
import org.lamella.protocol.SshLogin;
import org.lamella.protocol.SshLogins;

/** What the control plane is told of ssh. */
class LoginsOverTheLinkTest {
    @TempDir
    private Path state;

    private FakeControlPlane controlPlane;
    private TestNode node;

    @BeforeEach
    void start() throws IOException {
        controlPlane = new FakeControlPlane();
        node = new TestNode(state);
    }

    @AfterEach
    void stop() throws InterruptedException {
        node.close();
        controlPlane.close();
    }

    @Test
    void saysWherePeopleComeIn() throws InterruptedException {
        node.attach(controlPlane);
        var door = controlPlane.awaitStream().awaitHello().getHost().getSsh();
        assertThat(door.getHost()).isEqualTo("node1.example.org");
        assertThat(door.getPort()).isEqualTo(2222);
        assertThat(door.getHostKeysList()).containsExactly("ssh-ed25519 AAAA");
    }

    @Test
    void tellsLoginsOfATimeWithoutAControlPlaneAndAgainUntilTheyAreStored() throws InterruptedException {
        LoginBook logins = node.logins;
        TestLogins.begin(logins, "a");
        node.attach(controlPlane);
        FakeStream stream = controlPlane.awaitStream();
        SshLogins told = FakeControlPlane.await(stream.logins, "logins");
        assertThat(told.getLoginsList()).extracting(SshLogin::getId).containsExactly("a");
        assertThat(told.getLogins(0).getSlice()).isEqualTo("demo_a");
        stream.stored(told);
        await().until(() -> logins.news(1).isEmpty());

        TestLogins.end(logins, "a");
        SshLogins end = FakeControlPlane.await(stream.logins, "the end");
        assertThat(end.getLogins(0).getEndedMillis()).isPositive();

        // Not stored: the stream breaks before.
        stream.end();
        FakeStream next = controlPlane.awaitStream();
        assertThat(FakeControlPlane.await(next.logins, "the end again")).isEqualTo(end);
        next.stored(end);
        await().until(() -> logins.news(1).isEmpty());
        assertThat(state.resolve("logins")).isEmptyDirectory();
    }
}
