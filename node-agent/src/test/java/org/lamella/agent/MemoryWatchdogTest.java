package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.lamella.agent.TestNode.running;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.host.Mounts;
import org.lamella.agent.plan.SliverMemory;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.plan.SliverPromise;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.runtime.Execution;
import org.lamella.agent.watchdog.CgroupMemory;
import org.lamella.agent.watchdog.MemoryReset;
import org.lamella.agent.watchdog.MemorySource;
import org.lamella.agent.watchdog.NodeMemory;

/**
 * Real slivers that take real memory, on a node that is told to have little left: what the machine itself has is not touched,
 * since others are at work on it.
 */
@OnKernel
class MemoryWatchdogTest {
    private static final long MEBIBYTE = 1L << 20;
    private static final NodeMemory PLENTY = left(4_000);
    private static final NodeMemory SHORT = left(300);
    private static final NodeMemory EXTREME = left(50);

    private volatile NodeMemory seen = PLENTY;
    private volatile MemorySource source = () -> seen;
    private TestNode node;
    private CgroupMemory meter;

    @BeforeEach
    void start() throws IOException {
        node = new TestNode();
        node.memory = () -> source.read();
        node.start();
        meter = new CgroupMemory(new Cgroups(Mounts.all(), node.config.cgroupParent()));
    }

    @AfterEach
    void end() throws Exception {
        node.close();
    }

    private static NodeMemory left(long mebibytes) {
        return new NodeMemory(8_192 * MEBIBYTE, mebibytes * MEBIBYTE, 0, 0);
    }

    private static SliverPlan guaranteed(String slice, long mebibytes) {
        return running(slice, 1).with(SliverPromise.FAIR.with(new SliverMemory(mebibytes * MEBIBYTE)));
    }

    private void run(SliverPlan... slivers) throws IOException {
        node.apply(slivers);
        for (SliverPlan sliver : slivers) {
            node.awaitState(sliver.slice(), SliverState.RUNNING);
        }
    }

    /** Has a process of the sliver hold so much, until it is killed. */
    private Execution hold(String slice, int mebibytes) throws IOException {
        Execution hog = node.exec(slice, "sh", "-c", "dd if=/dev/zero bs=" + mebibytes + "M count=1 | sleep 600");
        await().until(() -> meter.used(slice) >= mebibytes * MEBIBYTE);
        return hog;
    }

    private List<MemoryReset> awaitResets(int number) {
        return await().until(() -> node.agent().resets().news(10), resets -> resets.size() >= number);
    }

    /** Of a sliver that runs once more. */
    private String reasonOfReset(String slice) {
        return await().until(
                        () -> node.awaitState(slice, SliverState.RUNNING),
                        status -> !status.reason().isEmpty())
                .reason();
    }

    private Instant since(String slice) {
        return node.awaitState(slice, SliverState.RUNNING).since();
    }

    @Test
    void resetsTheLargestBeyondItsGuaranteeAndNoOther() throws Exception {
        run(running("demo_hog", 1), guaranteed("demo_kept", 512), running("demo_small", 1));
        node.output("demo_hog", "sh", "-c", "echo kept > /root/note");
        hold("demo_kept", 192);
        Execution hog = hold("demo_hog", 96);
        Instant kept = since("demo_kept");
        Instant small = since("demo_small");

        seen = SHORT;
        MemoryReset reset = awaitResets(1).getFirst();

        assertThat(reset.slice()).isEqualTo("demo_hog");
        assertThat(reset.usedBytes()).isBetween(96 * MEBIBYTE, 192 * MEBIBYTE);
        assertThat(reset.guaranteedBytes()).isZero();
        assertThat(reset.lastResort()).isFalse();
        assertThat(reset.node()).isEqualTo(SHORT);
        assertThat(reset.processes().getFirst().command()).contains("dd if=/dev/zero bs=96M count=1");
        assertThat(reset.processes().getFirst().bytes()).isGreaterThan(90 * MEBIBYTE);
        assertThat(reset.processes()).hasSizeLessThanOrEqualTo(5);
        hog.await();

        // Memory stays short, and nobody is left who could be reset for it.
        assertThat(reasonOfReset("demo_hog"))
                .startsWith("reset at ")
                .contains("because the node had 300 MiB of 8192 MiB of memory left", "no memory is guaranteed to it");
        assertThat(node.output("demo_hog", "cat", "/root/note")).isEqualTo("kept");
        assertThat(meter.used("demo_kept")).isGreaterThan(192 * MEBIBYTE);
        assertThat(since("demo_kept")).isEqualTo(kept);
        assertThat(since("demo_small")).isEqualTo(small);
        assertThat(awaitResets(1)).hasSize(1);

        seen = PLENTY;
        node.restart();
        assertThat(node.agent().resets().news(10)).containsExactly(reset);
        node.agent().resets().stored(List.of(reset.id()));
    }

    @Test
    void resetsAllThatAreBeyondTheirGuaranteesWhenHardlyAnythingIsLeft() throws Exception {
        run(running("demo_a", 1), running("demo_b", 1), guaranteed("demo_kept", 256));
        hold("demo_a", 64);
        hold("demo_b", 48);
        hold("demo_kept", 96);
        Instant kept = since("demo_kept");

        seen = EXTREME;
        List<MemoryReset> resets = awaitResets(2);

        assertThat(resets).extracting(MemoryReset::slice).containsExactlyInAnyOrder("demo_a", "demo_b");
        assertThat(resets).allMatch(MemoryReset::lastResort);
        assertThat(since("demo_kept")).isEqualTo(kept);
        seen = PLENTY;
    }

    /** Real swap, which a sliver fills; only how much memory is left beside it is told. */
    @Test
    void resetsWhoFillsTheSwap() throws Exception {
        assumeTrue(CompressedSwap.isPossible(), "this machine has swap, or its kernel no zram");
        try (CompressedSwap swap = new CompressedSwap(128 * MEBIBYTE)) {
            source = () -> {
                NodeMemory now = NodeMemory.now();
                return new NodeMemory(now.totalBytes(), now.totalBytes() / 10, now.swapBytes(), now.swapFreeBytes());
            };
            run(running("demo_hog", 1), guaranteed("demo_kept", 256), running("demo_small", 1));
            press("demo_hog", 48);
            hold("demo_kept", 96);
            Instant kept = since("demo_kept");
            Instant small = since("demo_small");
            hold("demo_hog", 120);
            assertThat(node.agent().resets().news(10)).isEmpty();

            Execution hog = node.exec("demo_hog", "sh", "-c", "dd if=/dev/zero bs=44M count=1 | sleep 600");
            MemoryReset reset = awaitResets(1).getFirst();

            assertThat(reset.slice()).isEqualTo("demo_hog");
            assertThat(reset.node().swapUsedBytes()).isGreaterThan(115 * MEBIBYTE);
            assertThat(reset.usedBytes()).isGreaterThan(140 * MEBIBYTE);
            hog.await();
            assertThat(reasonOfReset("demo_hog")).contains("of swap in use");
            assertThat(since("demo_kept")).isEqualTo(kept);
            assertThat(since("demo_small")).isEqualTo(small);
            await().until(() -> NodeMemory.now().swapUsedBytes() < 16 * MEBIBYTE);
        }
    }

    /** What it holds beyond that is swapped out, as all slivers' memory is when the node has little; a limit of its own counts swap, too. */
    private void press(String slice, long mebibytes) throws IOException {
        Cgroups cgroups = new Cgroups(Mounts.all(), node.config.cgroupParent());
        String file = cgroups.isUnified("memory") ? "memory.high" : "memory.limit_in_bytes";
        cgroups.write(slice, "memory", file, Long.toString(mebibytes * MEBIBYTE));
    }

    @Test
    void measuresWhatOnlyTheEndOfProcessesGivesBack() throws Exception {
        run(running("demo_a", 1));
        node.output("demo_a", "sh", "-c", "dd if=/dev/zero of=/root/file bs=1M count=64; cat /root/file > /dev/null");
        assertThat(meter.used("demo_a")).isLessThan(48 * MEBIBYTE);
        node.output("demo_a", "sh", "-c", "dd if=/dev/zero of=/dev/shm/file bs=1M count=64");
        assertThat(meter.used("demo_a")).isGreaterThan(64 * MEBIBYTE);
    }
}
