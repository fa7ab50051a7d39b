package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.host.Mounts;
import org.lamella.agent.plan.SliverCpu;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.plan.SliverPromise;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.runtime.Execution;

/** That promises reach the kernel's control files, also when they change under a process. How exact they are is measured, not tested. */
@OnKernel
class CpuSharesTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void setsWeightsAndCapsOfWhatRunsAndFollowsChangesWithoutTouchingIt() throws Exception {
        try (TestNode node = TestNode.started()) {
            node.apply(wanting("demo_a", new SliverCpu(0, 1)), wanting("demo_b", new SliverCpu(60, 1)));
            node.awaitState("demo_a", SliverState.RUNNING);
            node.awaitState("demo_b", SliverState.RUNNING);
            long init = node.initPid("demo_a");
            try (Execution hogA = hog(node, "demo_a");
                    Execution hogB = hog(node, "demo_b")) {
                // 60 + 20 percent against 20; the trim may move each by a half.
                await().atMost(SOON).until(() -> weight(node, "demo_b") > 1.3 * weight(node, "demo_a"));
                assertThat(weightOfAll(node)).isGreaterThan(1024);

                node.apply(wanting("demo_a", new SliverCpu(60, 1)), wanting("demo_b", new SliverCpu(10, 0)));

                await().atMost(SOON).until(() -> weight(node, "demo_a") > 1.3 * weight(node, "demo_b"));
                await().atMost(SOON).until(() -> capped(node, "demo_b"));
                assertThat(capped(node, "demo_a")).isFalse();
                assertThat(node.initPid("demo_a")).isEqualTo(init);
            }
        }
    }

    private static SliverPlan wanting(String slice, SliverCpu cpu) {
        return TestNode.running(slice, 1).with(SliverPromise.FAIR.with(cpu));
    }

    /** One process a CPU, each ended when the session ends. */
    private static Execution hog(TestNode node, String slice) throws IOException {
        return node.exec(
                slice,
                "sh",
                "-c",
                "for cpu in $(seq " + Runtime.getRuntime().availableProcessors()
                        + "); do while :; do :; done & done; wait");
    }

    private static double weight(TestNode node, String slice) throws IOException {
        Cgroups cgroups = cgroups(node);
        return Double.parseDouble(cgroups.read(slice, "cpu", isV2(cgroups) ? "cpu.weight" : "cpu.shares"));
    }

    private static double weightOfAll(TestNode node) throws IOException {
        Cgroups cgroups = cgroups(node);
        Path leaf = cgroups.file("demo_a", "cpu", isV2(cgroups) ? "cpu.weight" : "cpu.shares");
        Path parent = leaf.getParent().resolveSibling(leaf.getFileName());
        return Double.parseDouble(Files.readString(parent).strip()) * (isV2(cgroups) ? 1024 / 100.0 : 1);
    }

    private static boolean capped(TestNode node, String slice) throws IOException {
        Cgroups cgroups = cgroups(node);
        return isV2(cgroups)
                ? !cgroups.read(slice, "cpu", "cpu.max").startsWith("max")
                : !cgroups.read(slice, "cpu", "cpu.cfs_quota_us").equals("-1");
    }

    private static Cgroups cgroups(TestNode node) throws IOException {
        return new Cgroups(Mounts.all(), node.config.cgroupParent());
    }

    private static boolean isV2(Cgroups cgroups) {
        return cgroups.isUnified("cpu");
    }
}
