package org.lamella.agent.controllink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamella.agent.usage.Counted;
import org.lamella.agent.usage.Kept;
import org.lamella.agent.usage.SliverUse;
import org.lamella.protocol.UsageWindow;
import tools.jackson.databind.json.JsonMapper;

/** What the control plane is told of what slivers got. */
class UsageOverTheLinkTest {
    private static final long FIRST = 1_795_000_200_000L;
    private static final long SECOND = FIRST + 300_000;

    @TempDir
    private Path state;

    private FakeControlPlane controlPlane;
    private TestNode node;

    @BeforeEach
    void start() throws IOException {
        Path folder = Files.createDirectories(state.resolve("usage"));
        SliverUse use = new SliverUse(
                "demo_a",
                7,
                250_000,
                new Counted(1_001, 2, 3, Counted.NOT, 0),
                25,
                75_000,
                Counted.NOT,
                8,
                9,
                10,
                11,
                12,
                13,
                new Kept(
                        5_000_000,
                        new Kept.OneWay(30, 20, 10),
                        new Kept.OneWay(Counted.NOT, Counted.NOT, Counted.NOT),
                        4));
        for (long began : List.of(FIRST, SECOND)) {
            var window = new org.lamella.agent.usage.UsageWindow(began, 300_000, began == FIRST, List.of(use));
            Files.writeString(
                    folder.resolve(began + ".json"), JsonMapper.shared().writeValueAsString(window));
        }
        controlPlane = new FakeControlPlane();
        node = new TestNode(state);
    }

    @AfterEach
    void stop() throws InterruptedException {
        node.close();
        controlPlane.close();
    }

    @Test
    void tellsOneWindowAfterTheOtherAndAgainUntilItIsStored() throws InterruptedException {
        node.attach(controlPlane);
        FakeStream stream = controlPlane.awaitStream();
        UsageWindow first = FakeControlPlane.await(stream.usage, "usage");
        assertThat(first.getBeganMillis()).isEqualTo(FIRST);
        assertThat(first.getPartial()).isTrue();
        var sliver = first.getSlivers(0);
        assertThat(sliver.getSlice()).isEqualTo("demo_a");
        assertThat(sliver.getIncarnation()).isEqualTo(7);
        assertThat(sliver.getCpuMillis()).isEqualTo(2);
        assertThat(sliver.hasDiskReadBytes()).isFalse();
        assertThat(sliver.hasDiskWrittenBytes()).isTrue();
        assertThat(sliver.hasCpuMissedMillis()).isFalse();
        assertThat(sliver.getProcessesPeak()).isEqualTo(13);
        assertThat(sliver.getNetworkReservedBits()).isEqualTo(5_000_000);
        assertThat(sliver.getSentPromisedBytes()).isEqualTo(30);
        assertThat(sliver.getSentMissedBytes()).isEqualTo(20);
        assertThat(sliver.getSentWaitedMillis()).isEqualTo(10);
        assertThat(sliver.hasReceivedMissedBytes()).isFalse();
        assertThat(sliver.getMemoryTaken()).isEqualTo(4);

        // Not stored: the stream breaks before.
        stream.end();
        FakeStream next = controlPlane.awaitStream();
        assertThat(FakeControlPlane.await(next.usage, "usage again")).isEqualTo(first);
        assertThat(next.usage).isEmpty();
        next.usageStored(first);
        UsageWindow second = FakeControlPlane.await(next.usage, "the next window");
        assertThat(second.getBeganMillis()).isEqualTo(SECOND);
        next.usageStored(second);
        await().until(() -> node.usage.oldest().isEmpty());
        assertThat(state.resolve("usage")).isEmptyDirectory();
    }
}
