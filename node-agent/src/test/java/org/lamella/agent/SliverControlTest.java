package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.lamella.agent.TestNode.BUSYBOX;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lamella.agent.plan.Goal;
import org.lamella.agent.plan.SliverLife;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.reconcile.SliverState;

/** What owners do with slivers, as numbers in the plan: done once, whoever reads it how often. */
@OnKernel
class SliverControlTest {
    /** Counts up in a file, ten times a second at most, and notes in another one that it was asked to end. */
    private static final String COUNTER = """
            #!/bin/sh
            (
              trap 'echo asked >> /ended; exit 0' TERM
              while :; do echo >> /count; usleep 100000; done
            ) >/dev/null 2>&1 &
            """;

    private static SliverPlan sliver(Goal goal, long incarnation, long restarts, long resets, boolean frozen) {
        return SliverPlan.plain("demo_a", goal, BUSYBOX.name(), incarnation, 1)
                .with(new SliverLife(COUNTER, "", restarts, resets, frozen));
    }

    private static SliverPlan running(long restarts, long resets) {
        return sliver(Goal.RUNNING, 1, restarts, resets, false);
    }

    @Test
    void restartsAndResetsOnceForEachNumber() throws Exception {
        try (TestNode node = TestNode.started()) {
            node.apply(running(0, 0));
            node.awaitState("demo_a", SliverState.RUNNING);
            awaitCount(node, 1);
            long first = node.initPid("demo_a");
            assertThat(node.output("demo_a", "touch", "/mine")).isEmpty();

            node.apply(running(1, 0));
            long second = node.initPid("demo_a");
            assertThat(second).isNotEqualTo(first);
            assertThat(node.output("demo_a", "cat", "/ended")).isEqualTo("asked");
            assertThat(node.output("demo_a", "ls", "/mine")).isEqualTo("/mine");

            // The same plan again, from the control plane and from the saved file of another life of the agent.
            node.apply(running(1, 0));
            node.restart();
            node.awaitState("demo_a", SliverState.RUNNING);
            node.apply(running(1, 0));
            assertThat(node.initPid("demo_a")).isEqualTo(second);

            node.apply(running(1, 1));
            long third = node.initPid("demo_a");
            assertThat(third).isNotEqualTo(second);
            assertThat(node.output("demo_a", "cat", "/ended"))
                    .as("a reset asks nobody")
                    .isEqualTo("asked");
            assertThat(node.output("demo_a", "ls", "/mine")).isEqualTo("/mine");
            node.apply(running(1, 1));
            assertThat(node.initPid("demo_a")).isEqualTo(third);
        }
    }

    @Test
    void letsEverythingStandStillAndGoOn() throws Exception {
        try (TestNode node = TestNode.started()) {
            node.apply(running(0, 0));
            awaitCount(node, 3);
            long init = node.initPid("demo_a");

            SliverPlan frozen = sliver(Goal.RUNNING, 1, 0, 0, true);
            node.apply(frozen);
            assertThat(node.awaitState("demo_a", SliverState.RUNNING).frozen()).isTrue();
            long ticks = cpuTicks(node);
            assertThatThrownBy(() -> node.exec("demo_a", "true")).hasMessageContaining("frozen");
            node.restart();
            node.apply(frozen);
            assertThat(node.awaitState("demo_a", SliverState.RUNNING).frozen()).isTrue();
            assertThat(cpuTicks(node)).isEqualTo(ticks);

            node.apply(running(0, 0));
            assertThat(node.awaitState("demo_a", SliverState.RUNNING).frozen()).isFalse();
            assertThat(node.initPid("demo_a")).isEqualTo(init);
            long count = count(node);
            awaitCount(node, count + 2);

            // What stands still can be stopped and begun anew, too.
            node.apply(frozen);
            node.apply(sliver(Goal.RUNNING, 1, 0, 1, true));
            await().until(() ->
                    node.agent().board().status().slivers().get("demo_a").frozen());
            assertThat(node.initPid("demo_a")).isNotEqualTo(init);
            node.apply(sliver(Goal.STOPPED, 1, 0, 1, true));
            node.awaitState("demo_a", SliverState.STOPPED);
            assertThat(node.processes("demo_a")).isEmpty();
        }
    }

    @Test
    void stopsAndStartsWithTheFilesAndRebuildsWithoutThem() throws Exception {
        try (TestNode node = TestNode.started()) {
            node.apply(running(0, 0));
            assertThat(node.output("demo_a", "touch", "/mine")).isEmpty();
            node.apply(sliver(Goal.STOPPED, 1, 0, 0, false));
            node.awaitState("demo_a", SliverState.STOPPED);
            node.apply(running(0, 0));
            assertThat(node.output("demo_a", "ls", "/mine")).isEqualTo("/mine");

            node.apply(sliver(Goal.RUNNING, 2, 0, 0, false));
            assertThat(node.awaitState("demo_a", SliverState.RUNNING).incarnation())
                    .isEqualTo(2);
            assertThat(node.output("demo_a", "ls", "/mine")).contains("No such file");
        }
    }

    private static long cpuTicks(TestNode node) throws IOException {
        return node.agent().spectator().processes(Optional.of("demo_a")).stream()
                .mapToLong(process -> process.cpuTime().toMillis())
                .sum();
    }

    private static void awaitCount(TestNode node, long least) {
        await().ignoreExceptions().until(() -> count(node) >= least);
    }

    private static long count(TestNode node) throws Exception {
        return Long.parseLong(node.output("demo_a", "sh", "-c", "wc -l < /count"));
    }
}
