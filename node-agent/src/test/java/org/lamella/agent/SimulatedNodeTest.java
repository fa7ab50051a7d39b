package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamella.agent.context.ContextConfig;
import org.lamella.agent.context.Folders;
import org.lamella.agent.network.NetworkConfig;
import org.lamella.agent.network.Subnet;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.SliverCpu;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.plan.SliverPromise;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.runtime.ExecRequest;
import org.lamella.agent.runtime.Execution;
import org.lamella.agent.runtime.RuntimeKind;
import org.lamella.agent.storage.Downloads;

class SimulatedNodeTest {
    @TempDir
    Path home;

    private NodeAgent agent() throws IOException {
        ContextConfig config = new ContextConfig(
                new Folders(home.resolve("state"), home.resolve("run"), home.resolve("images")),
                "lamella",
                NetworkConfig.plain(Subnet.parse("10.213.0.0/24"), Optional.empty()),
                RuntimeKind.MEMORY,
                Downloads.USUAL);
        return new NodeAgent(config, Clock.systemUTC());
    }

    private static void awaitRunning(NodeAgent agent, String slice) {
        await().until(() -> {
            var seen = agent.board().status().slivers().get(slice);
            return seen != null && seen.state() == SliverState.RUNNING;
        });
    }

    private static Execution exec(NodeAgent agent, String slice, String... command) throws IOException {
        return agent.executor().exec(slice, new ExecRequest(List.of(command), Map.of(), "/"));
    }

    @Test
    void runsSliversInMemoryAndSaysSo() throws Exception {
        try (NodeAgent agent = agent()) {
            agent.start();
            agent.apply(new NodePlan(1, List.of(TestNode.running("demo_a", 1)), List.of(TestNode.BUSYBOX)));
            awaitRunning(agent, "demo_a");

            assertThat(agent.facts().runtime()).isEqualTo("simulated");
            assertThat(agent.facts().cpus()).isPositive();
            assertThat(agent.facts().memoryBytes()).isGreaterThan(1 << 20);
            assertThat(agent.facts().diskBytes()).isGreaterThan(1 << 20);
            Execution hostname = exec(agent, "demo_a", "hostname");
            assertThat(hostname.stdout().readAllBytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("demo-a\n");
            assertThat(hostname.await()).isZero();
            Execution unknown = exec(agent, "demo_a", "gcc");
            assertThat(unknown.stderr().readAllBytes())
                    .asString(StandardCharsets.UTF_8)
                    .contains("simulated");
            assertThat(unknown.await()).isEqualTo(127);
            assertThatThrownBy(() -> exec(agent, "demo_b", "true")).hasMessageContaining("demo_b");
        }
    }

    @Test
    void saysWhichCoresASliverWouldHave() throws Exception {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "one core stays for all");
        SliverPlan pinned = TestNode.running("demo_a", 1).with(SliverPromise.FAIR.with(new SliverCpu(50, 1, 1)));
        try (NodeAgent agent = agent()) {
            agent.start();
            agent.apply(new NodePlan(1, List.of(pinned, TestNode.running("demo_b", 1)), List.of(TestNode.BUSYBOX)));
            awaitRunning(agent, "demo_a");
            awaitRunning(agent, "demo_b");
            assertThat(agent.board().status().slivers().get("demo_a").cores()).isEqualTo("0");
            assertThat(agent.board().status().slivers().get("demo_b").cores()).isEmpty();

            agent.apply(new NodePlan(2, List.of(TestNode.running("demo_a", 1)), List.of(TestNode.BUSYBOX)));
            await().until(() ->
                    agent.board().status().slivers().get("demo_a").cores().isEmpty());
        }
    }

    @Test
    void startsFromItsSavedPlanAlone() throws Exception {
        try (NodeAgent agent = agent()) {
            agent.apply(new NodePlan(7, List.of(TestNode.running("demo_a", 1)), List.of(TestNode.BUSYBOX)));
        }

        try (NodeAgent agent = agent()) {
            assertThat(agent.plan().generation()).isEqualTo(7);
            agent.start();
            awaitRunning(agent, "demo_a");
            assertThat(agent.apply(new NodePlan(6, List.of(), List.of()))).isFalse();
            assertThat(agent.plan().generation()).isEqualTo(7);
        }
    }
}
