package org.lamella.agent.controllink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamella.agent.watchdog.TestResets;
import org.lamella.protocol.MemoryReset;
import org.lamella.protocol.MemoryResets;

/** What the control plane is told of the watchdog. */
class ResetsOverTheLinkTest {
    @TempDir
    private Path state;

    @Test
    void tellsResetsOfATimeWithoutAControlPlaneAndAgainUntilTheyAreStored() throws IOException, InterruptedException {
        try (FakeControlPlane controlPlane = new FakeControlPlane();
                TestNode node = new TestNode(state)) {
            TestResets.done(node.resets, "a");
            node.attach(controlPlane);
            FakeStream stream = controlPlane.awaitStream();
            MemoryResets told = FakeControlPlane.await(stream.resets, "resets");
            MemoryReset reset = told.getResets(0);
            assertThat(reset.getId()).isEqualTo("a");
            assertThat(reset.getSlice()).isEqualTo("demo_a");
            assertThat(reset.getAtMillis()).isEqualTo(1_060_000);
            assertThat(reset.getUsedBytes()).isEqualTo(5L << 30);
            assertThat(reset.getProcesses(0).getCommand()).isEqualTo("tail -n 1 /dev/zero");

            // Not stored: the stream breaks before.
            stream.end();
            FakeStream next = controlPlane.awaitStream();
            assertThat(FakeControlPlane.await(next.resets, "resets again")).isEqualTo(told);
            next.stored(told);
            await().until(() -> node.resets.news(1).isEmpty());
            assertThat(state.resolve("resets")).isEmptyDirectory();

            TestResets.done(node.resets, "b");
            assertThat(FakeControlPlane.await(next.resets, "another")
                            .getResets(0)
                            .getId())
                    .isEqualTo("b");
        }
    }
}
