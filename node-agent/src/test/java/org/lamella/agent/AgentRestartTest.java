package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lamella.agent.TestNode.running;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.reconcile.SliverStatus;

@OnKernel
class AgentRestartTest {
    @Test
    void adoptsWhatRunsWithoutTouchingIt() throws Exception {
        try (TestNode node = TestNode.started()) {
            node.apply(running("demo_a", 1));
            SliverStatus before = node.awaitState("demo_a", SliverState.RUNNING);
            long init = node.initPid("demo_a");

            node.restart();

            SliverStatus after = node.awaitState("demo_a", SliverState.RUNNING);
            assertThat(after).usingRecursiveComparison().ignoringFields("disk").isEqualTo(before);
            assertThat(node.initPid("demo_a")).isEqualTo(init);
            assertThat(node.output("demo_a", "hostname")).isEqualTo("demo-a");
        }
    }

    @Test
    void noticesTheEndOfAnInitThatItAdopted() throws Exception {
        try (TestNode node = TestNode.started()) {
            node.apply(running("demo_a", 1));
            node.awaitState("demo_a", SliverState.RUNNING);
            node.restart();
            node.awaitState("demo_a", SliverState.RUNNING);

            ProcessHandle.of(node.initPid("demo_a")).orElseThrow().destroyForcibly();

            await().until(() ->
                    node.awaitState("demo_a", SliverState.RUNNING).reason().contains("init had ended"));
        }
    }

    @Test
    void takesWhatIsLeftOfAnEarlierBootForDead() throws Exception {
        try (TestNode node = TestNode.started()) {
            node.apply(running("demo_a", 1));
            node.awaitState("demo_a", SliverState.RUNNING);
            node.output("demo_a", "touch", "/root/kept");
            node.agent().close();
            Path record = node.home.resolve("run/contexts/demo_a.json");
            String bootId =
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            Files.writeString(record, Files.readString(record).replace(bootId, "another-boot"));

            node.start();

            await().until(() -> Files.exists(record) && Files.readString(record).contains(bootId));
            node.awaitState("demo_a", SliverState.RUNNING);
            assertThat(node.output("demo_a", "ls", "/root")).isEqualTo("kept");
        }
    }

    @Test
    void goesOnFromDisksAloneWhenARebootHasEmptiedTheRunFolder() throws Exception {
        try (TestNode node = TestNode.started()) {
            node.apply(running("demo_a", 1));
            node.awaitState("demo_a", SliverState.RUNNING);
            node.output("demo_a", "touch", "/root/kept");
            node.agent().teardown();
            assertThat(node.home.resolve("run")).isEmptyDirectory();

            node.start();

            node.awaitState("demo_a", SliverState.RUNNING);
            assertThat(node.output("demo_a", "ls", "/root")).isEqualTo("kept");
        }
    }

    @Test
    void leavesSliversAloneWhenItsPlanIsDamaged() throws Exception {
        try (TestNode node = TestNode.started()) {
            node.apply(running("demo_a", 1));
            node.awaitState("demo_a", SliverState.RUNNING);
            long init = node.initPid("demo_a");
            node.agent().close();
            Files.writeString(node.home.resolve("state/plan.json"), "{");

            node.start();
            await().during(Duration.ofMillis(300))
                    .until(() -> ProcessHandle.of(init).isPresent());

            node.apply(running("demo_a", 1));
            assertThat(node.initPid("demo_a")).isEqualTo(init);
        }
    }
}
