package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lamella.agent.TestNode.running;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.host.Mounts;
import org.lamella.agent.plan.SliverBounds;
import org.lamella.agent.plan.SliverDisk;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.runtime.Execution;

/** One sliver takes all the processes, open files and inodes that it gets; the agent and its neighbour go on. */
@OnKernel
class FloodTest {
    private static final long MEBIBYTE = 1L << 20;
    private static final SliverBounds FEW =
            new SliverBounds(120, 256 * MEBIBYTE, 1_000, 64 * 1024, MEBIBYTE, List.of());

    /** Each process begins two more, as long as it can; and when all of them have failed, there are new ones: awk goes on where a shell would end. */
    private static final String FORKS =
            "exec awk 'BEGIN { while (1) system(\"f() { f | f & }; f; f; f; f; f\") }' 2>/dev/null";

    private static final String FILES =
            "i=10; while [ $i -lt 100000 ]; do eval \"exec $i</dev/null\" || break;" + " i=$((i+1)); done; sleep 600";
    private static final String INODES =
            "i=0; while true > /tmp/f$i; do i=$((i+1)); done; echo full > /dev/shm/full;" + " sleep 600";

    @Test
    void leavesTheAgentAndANeighbourWorking() throws Exception {
        try (TestNode node = TestNode.started()) {
            SliverPlan flooding = running("demo_flood", 1).with(FEW).with(new SliverDisk(64 * MEBIBYTE, 1_000));
            node.apply(flooding, running("demo_b", 1));
            node.awaitState("demo_flood", SliverState.RUNNING);
            node.awaitState("demo_b", SliverState.RUNNING);
            long init = node.initPid("demo_b");

            Execution inodes = node.exec("demo_flood", "sh", "-c", INODES);
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            node.output("demo_flood", "cat", "/dev/shm/full").equals("full"));
            Execution files = node.exec("demo_flood", "sh", "-c", FILES);
            Execution forks = node.exec("demo_flood", "sh", "-c", FORKS);
            Cgroups cgroups = new Cgroups(Mounts.all(), node.config.cgroupParent());
            await().until(() ->
                    !cgroups.read("demo_flood", "pids", "pids.events").strip().equals("max 0"));

            for (int i = 0; i < 20; i++) {
                long begin = System.nanoTime();
                assertThat(node.output("demo_b", "sh", "-c", "echo here > /root/x; cat /root/x"))
                        .isEqualTo("here");
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
            }
            // Those that the agent puts there, the three sessions, are let in above the limit.
            assertThat(Long.parseLong(
                            cgroups.read("demo_flood", "pids", "pids.current").strip()))
                    .isLessThanOrEqualTo(FEW.processes() + 3);
            node.apply(flooding, running("demo_b", 1), running("demo_c", 1));
            node.awaitState("demo_c", SliverState.RUNNING);
            assertThat(node.initPid("demo_b")).isEqualTo(init);
            node.apply(running("demo_b", 1), running("demo_c", 1));
            await().until(() -> !node.agent().board().status().slivers().containsKey("demo_flood"));
            for (Execution ended : List.of(inodes, files, forks)) {
                ended.await();
            }
        }
    }
}
