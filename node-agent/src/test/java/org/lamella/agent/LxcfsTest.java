package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.lamella.agent.TestNode.running;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lamella.agent.host.HostTools;
import org.lamella.agent.host.Mounts;
import org.lamella.agent.host.ProcessStat;
import org.lamella.agent.plan.SliverBounds;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.reconcile.SliverState;

/** What a sliver sees of the machine is what it may have of it. */
@OnKernel
class LxcfsTest {
    private static final long MEBIBYTE = 1024 * 1024;

    @BeforeAll
    static void isInstalled() {
        assumeTrue(HostTools.exists("lxcfs"), "the host has no lxcfs (Debian: apt-get install lxcfs)");
        assumeTrue(Files.exists(Path.of("/dev/fuse")), "the host's kernel has no FUSE, which lxcfs needs");
    }

    private static SliverPlan withMemory(long mebibytes) {
        SliverBounds usual = SliverBounds.USUAL;
        return running("demo_a", 1)
                .with(new SliverBounds(
                        usual.processes(),
                        mebibytes * MEBIBYTE,
                        usual.openFiles(),
                        usual.lockedMemoryBytes(),
                        usual.sharedMemoryBytes(),
                        List.of()));
    }

    /** As {@code free} of Debian reads it; busybox's asks the kernel by a system call, which tells of the machine. */
    private static long memory(TestNode node, String slice) throws Exception {
        String line = node.output(slice, "grep", "MemTotal:", "/proc/meminfo");
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
    }

    @Test
    void showsTheSliversLimitsAlsoWhenTheyChange() throws Exception {
        try (TestNode node = TestNode.started()) {
            node.apply(withMemory(96), running("demo_b", 1));
            node.awaitState("demo_a", SliverState.RUNNING);
            node.awaitState("demo_b", SliverState.RUNNING);
            assertThat(memory(node, "demo_a")).isEqualTo(96);
            assertThat(memory(node, "demo_b")).isGreaterThan(128);
            double up = Double.parseDouble(node.output("demo_a", "cut", "-d", " ", "-f", "1", "/proc/uptime"));
            assertThat(up).isLessThan(60);
            node.apply(withMemory(128), running("demo_b", 1));
            node.awaitState("demo_a", SliverState.RUNNING);
            assertThat(memory(node, "demo_a")).isEqualTo(128);
        }
    }

    @Test
    void outlivesTheAgentAndEndsWithTheNode() throws Exception {
        TestNode node = TestNode.started();
        Path pidFile = node.home.resolve("run/lxcfs.pid");
        try (node) {
            node.apply(withMemory(96));
            node.awaitState("demo_a", SliverState.RUNNING);
            String pid = Files.readString(pidFile).strip();
            node.restart();
            node.apply(withMemory(96), running("demo_b", 1));
            node.awaitState("demo_b", SliverState.RUNNING);
            assertThat(Files.readString(pidFile).strip()).isEqualTo(pid);
            assertThat(memory(node, "demo_a")).isEqualTo(96);

            // One that has died is there again for whoever starts then.
            new ProcessBuilder("kill", "-9", pid).start().waitFor();
            await().until(() -> ProcessStat.of(Long.parseLong(pid))
                    .filter(ProcessStat::alive)
                    .isEmpty());
            node.apply(withMemory(96), running("demo_b", 1), running("demo_c", 1));
            node.awaitState("demo_c", SliverState.RUNNING);
            assertThat(memory(node, "demo_c")).isGreaterThan(128);
        }
        assertThat(Mounts.at(node.home)).isEmpty();
        assertThat(pidFile).doesNotExist();
    }
}
