package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.lamella.agent.TestNode.running;
import static org.lamella.agent.TestNode.stopped;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.host.BlockDevice;
import org.lamella.agent.host.Mounts;
import org.lamella.agent.plan.SliverIo;
import org.lamella.agent.plan.SliverMemory;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.plan.SliverPromise;
import org.lamella.agent.reconcile.SliverState;

/** What is promised of memory and of the disk is in force at once, and changes while the sliver runs. */
@OnKernel
class SliverPromiseTest {
    private static final long MEBIBYTE = 1L << 20;
    private static final String WRITE = "dd if=/dev/zero of=/root/file bs=256k count=32 conv=fsync 2>/dev/null";
    private static final String READ = "dd if=/root/file of=/dev/null bs=256k 2>/dev/null";
    /** 8 MiB by 2 MiB a second, and a quarter less for what the kernel lets through at once. */
    private static final Duration BOUNDED = Duration.ofSeconds(3);

    private static TestNode node;
    private static Cgroups cgroups;

    @BeforeAll
    static void start() throws IOException {
        node = TestNode.started();
        cgroups = new Cgroups(Mounts.all(), node.config.cgroupParent());
    }

    @AfterAll
    static void end() throws Exception {
        node.close();
    }

    private static SliverPlan promised(SliverPromise promise) {
        return running("demo_a", 1).with(promise);
    }

    private static SliverPlan bounded(long readBytes, long writeBytes) {
        return promised(SliverPromise.FAIR.with(new SliverIo(1, readBytes, writeBytes)));
    }

    private static void apply(SliverPlan sliver) throws IOException {
        node.apply(sliver);
        node.awaitState("demo_a", SliverState.RUNNING);
    }

    private static String guarantee() throws IOException {
        boolean v2 = cgroups.isUnified("memory");
        return cgroups.read("demo_a", "memory", v2 ? "memory.low" : "memory.soft_limit_in_bytes");
    }

    private static String device() throws IOException {
        Path disk = node.home.resolve("run/disks/demo_a");
        return BlockDevice.under(disk).orElseThrow().numbers();
    }

    private static Duration took(String script) throws Exception {
        long begin = System.nanoTime();
        node.output("demo_a", "sh", "-c", script);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Test
    void keepsTheGuaranteedMemoryAndChangesItWhileTheSliverRuns() throws Exception {
        apply(promised(SliverPromise.FAIR.with(new SliverMemory(64 * MEBIBYTE))));
        long init = node.initPid("demo_a");
        assertThat(guarantee()).isEqualTo(Long.toString(64 * MEBIBYTE));

        apply(promised(SliverPromise.FAIR.with(new SliverMemory(128 * MEBIBYTE))));
        assertThat(guarantee()).isEqualTo(Long.toString(128 * MEBIBYTE));

        node.restart();
        apply(promised(SliverPromise.FAIR));
        assertThat(guarantee()).isEqualTo("0");
        assertThat(node.initPid("demo_a")).isEqualTo(init);
    }

    @Test
    void keepsTheCeilingsOfTheDiskAndChangesThemWhileTheSliverRuns() throws Exception {
        apply(bounded(0, 2 * MEBIBYTE));
        assertThat(took(WRITE)).isGreaterThan(BOUNDED);

        apply(bounded(2 * MEBIBYTE, 0));
        assertThat(took(WRITE)).isLessThan(Duration.ofSeconds(30));
        // Another mount of the disk has nothing of it in memory.
        node.apply(stopped("demo_a", 1));
        node.awaitState("demo_a", SliverState.STOPPED);
        apply(bounded(2 * MEBIBYTE, 0));
        assertThat(took(READ)).isGreaterThan(BOUNDED);
        assertThat(node.awaitState("demo_a", SliverState.RUNNING).reason()).isEmpty();
    }

    /** With v1 the kernel writes what it kept back in its own name. */
    @Test
    void keepsTheCeilingOfWhatIsWrittenLaterAndTakesItAwayWithTheDevice() throws Exception {
        assumeTrue(!cgroups.isUnified("blkio"), "with v2 the kernel knows whose it writes");
        apply(bounded(0, 2 * MEBIBYTE));
        String rule = device() + " " + 2 * MEBIBYTE;
        assertThat(rootRules()).contains(rule);
        took("dd if=/dev/zero of=/root/later bs=256k count=32 2>/dev/null");
        long begin = System.nanoTime();
        new ProcessBuilder("sync", "-f", node.home.resolve("run/disks/demo_a").toString())
                .start()
                .waitFor();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(BOUNDED);

        apply(bounded(0, 0));
        assertThat(rootRules()).doesNotContain(device() + " ");
        apply(bounded(0, 2 * MEBIBYTE));
        assertThat(rootRules()).contains(rule);
        node.apply(stopped("demo_a", 1));
        node.awaitState("demo_a", SliverState.STOPPED);
        await().untilAsserted(() -> assertThat(rootRules()).doesNotContain(rule));
    }

    private static String rootRules() throws IOException {
        return cgroups.readRoot("blkio", "blkio.throttle.write_bps_device");
    }

    @Test
    void saysWhetherTheDiskKnowsShares() throws IOException {
        assertThat(node.agent().facts().diskWeights()).matches("(none: |by (bfq|io\\.cost) on ).+");
    }
}
