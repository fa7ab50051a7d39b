package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.lamella.agent.TestNode.running;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lamella.agent.StaticProgram.Result;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.host.Mounts;
import org.lamella.agent.plan.Awaited;
import org.lamella.agent.plan.SliverBounds;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.reconcile.SliverStatus;

/** Root in a sliver takes more than it may; its neighbour, with other bounds, notices nothing. */
@OnKernel
class SliverBoundsTest {
    private static final long MEBIBYTE = 1024 * 1024;
    private static final long ENOMEM = -12;
    private static final long EINVAL = -22;
    private static final long ENOSPC = -28;
    private static final SliverBounds SMALL = new SliverBounds(30, 64 * MEBIBYTE, 300, 64 * 1024, MEBIBYTE, List.of());

    private static TestNode node;

    @BeforeAll
    static void start() throws IOException {
        node = TestNode.started();
        apply(SMALL);
        node.awaitState("demo_b", SliverState.RUNNING);
    }

    @AfterAll
    static void end() throws Exception {
        node.close();
    }

    private static void apply(SliverBounds bounds) throws IOException {
        node.apply(running("demo_a", 1).with(bounds), running("demo_b", 1));
        node.awaitState("demo_a", SliverState.RUNNING);
    }

    private static String inside(String slice, String script) throws IOException, InterruptedException {
        return node.output(slice, "sh", "-c", script);
    }

    private static SliverBounds with(long processes, long memoryBytes, long openFiles, String... capabilities) {
        return new SliverBounds(processes, memoryBytes, openFiles, 64 * 1024, MEBIBYTE, List.of(capabilities));
    }

    @Test
    void boundProcessesAlsoOfAForkBomb() throws Exception {
        apply(SMALL);
        String bomb = "i=0; while [ $i -lt 60 ]; do sleep 600 >/dev/null 2>&1 & i=$((i+1)); done; echo all";
        assertThat(inside("demo_a", bomb)).contains("can't fork").doesNotContain("all");
        assertThat(node.processes("demo_a")).hasSizeBetween(20, 30);
        assertThat(inside("demo_b", bomb)).isEqualTo("all");

        // In force at once, without a restart.
        apply(with(200, 64 * MEBIBYTE, 300));
        assertThat(inside("demo_a", bomb)).isEqualTo("all");
        inside("demo_a", "killall sleep");
        inside("demo_b", "killall sleep");
        await().until(() -> node.processes("demo_a").size() < 10);
        apply(SMALL);
    }

    @Test
    void boundOpenFilesAndLockedMemoryOfEachProcess() throws Exception {
        assertThat(inside("demo_a", "ulimit -Hn; ulimit -Hl")).isEqualTo("300\n64");
        assertThat(inside("demo_a", "ulimit -n 400")).containsIgnoringCase("error");
        assertThat(inside("demo_b", "ulimit -Hn")).isNotEqualTo("300");
        assumeTrue(StaticProgram.runsHere(), "the program is made for x86-64");
        List<Result> locked = new StaticProgram()
                .call("mmap", 9, 0, MEBIBYTE, 3, 0x22, -1, 0)
                .callOnLast("mlock a page", 149, 4096)
                .call("mmap", 9, 0, MEBIBYTE, 3, 0x22, -1, 0)
                .callOnLast("mlock all of it", 149, MEBIBYTE)
                .run(node, "demo_a");
        assertThat(locked.get(1).returned()).isZero();
        assertThat(locked.get(3).returned()).isEqualTo(ENOMEM);
    }

    @Test
    void boundMemoryThatIsShared() throws Exception {
        assertThat(inside("demo_a", "dd if=/dev/zero of=/dev/shm/large bs=64k count=32; rm /dev/shm/large"))
                .contains("No space left");
        assumeTrue(StaticProgram.runsHere(), "the program is made for x86-64");
        long most = MEBIBYTE * 3 / 4;
        StaticProgram program = new StaticProgram()
                .call("one that is too large", 29, 0, 2 * MEBIBYTE, 0600)
                .call("one", 29, 0, most, 0600)
                .callOnLast("remove it again", 31, 0, 0)
                .call("another", 29, 0, most, 0600)
                .call("one more", 29, 0, most, 0600);
        assertThat(program.run(node, "demo_a"))
                .satisfies(results -> assertThat(results.getFirst().returned()).isEqualTo(EINVAL))
                .satisfies(results -> assertThat(results.get(3).returned()).isNotNegative())
                .satisfies(results -> assertThat(results.get(4).returned()).isEqualTo(ENOSPC));
        assertThat(program.run(node, "demo_b"))
                .allSatisfy(result -> assertThat(result.returned()).isNotNegative());
    }

    @Test
    void boundMemoryAndChangeItWhileItIsUsed() throws Exception {
        // All of one line is kept in memory, and there is no end of it.
        String greedy = "timeout 60 tail -n 1 /dev/zero";
        apply(SMALL);
        assertThat(inside("demo_a", greedy + "; echo $?")).containsAnyOf("137", "Killed");
        assertThat(inside("demo_b", "echo unharmed")).isEqualTo("unharmed");

        apply(with(30, 256 * MEBIBYTE, 300));
        assertThat(inside(
                        "demo_a",
                        "dd if=/dev/zero of=/tmp/x bs=1M count=1 2>/dev/null && sh -c 'x=$(head -c 60000000 /dev/zero"
                                + " | tr \"\\0\" x); echo ${#x}'"))
                .endsWith("60000000");
    }

    /** Only v1 refuses what is less than what is used; v2 takes it away by force. */
    @Test
    void areTriedAgainWhenTheKernelRefusesThem() throws Exception {
        Cgroups cgroups = new Cgroups(Mounts.all(), node.config.cgroupParent());
        assumeTrue(!cgroups.isUnified("memory"), "cgroup v2 refuses no limit");
        SliverBounds shared = new SliverBounds(50, 256 * MEBIBYTE, 300, 64 * 1024, 128 * MEBIBYTE, List.of());
        SliverPlan plan = running("demo_c", 1).with(shared);
        node.apply(running("demo_a", 1).with(SMALL), running("demo_b", 1), plan);
        node.awaitState("demo_c", SliverState.RUNNING);
        assertThat(inside("demo_c", "dd if=/dev/zero of=/dev/shm/x bs=1M count=64 2>/dev/null; echo done"))
                .endsWith("done");

        SliverBounds less = new SliverBounds(50, 16 * MEBIBYTE, 300, 64 * 1024, 128 * MEBIBYTE, List.of());
        node.apply(running("demo_a", 1).with(SMALL), running("demo_b", 1), plan.with(less));
        assertThat(node.awaitState("demo_c", SliverState.DEGRADED).reason())
                .contains("memory.limit_in_bytes", Long.toString(16 * MEBIBYTE), "busy");
        assertThat(inside("demo_c", "rm /dev/shm/x; echo runs on")).isEqualTo("runs on");
        node.apply(running("demo_a", 1).with(SMALL), running("demo_b", 1), plan.with(less));
        node.awaitState("demo_c", SliverState.RUNNING);
        assertThat(cgroups.read("demo_c", "memory", "memory.limit_in_bytes")).isEqualTo(Long.toString(16 * MEBIBYTE));
        apply(SMALL);
    }

    @Test
    void sayWhatIsLeftForTheNextStart() throws Exception {
        node.restart();
        apply(with(31, 64 * MEBIBYTE, 400));
        SliverStatus seen = node.awaitState("demo_a", SliverState.RUNNING);
        assertThat(seen.reason()).isEqualTo("from its next start: 400 open files (now 300)");
        assertThat(seen.awaited()).isEqualTo(Awaited.of(seen.reason()));
        Cgroups cgroups = new Cgroups(Mounts.all(), node.config.cgroupParent());
        assertThat(cgroups.read("demo_a", "pids", "pids.max")).isEqualTo("31");
        apply(SMALL);
        assertThat(node.awaitState("demo_a", SliverState.RUNNING).reason()).isEmpty();
    }

    @Test
    void grantACapabilityAndRefuseWhatNobodyGets() throws Exception {
        String configure = "ip address add 10.99.99.99/32 dev lo && echo done";
        assertThat(inside("demo_a", configure)).doesNotContain("done");
        SliverPlan granted = running("demo_d", 1).with(with(50, 0, 300, "CAP_NET_ADMIN"));
        SliverPlan refused = running("demo_e", 1).with(with(50, 0, 300, "CAP_SYS_MODULE"));
        node.apply(running("demo_a", 1).with(SMALL), running("demo_b", 1), granted, refused);
        node.awaitState("demo_d", SliverState.RUNNING);
        assertThat(inside("demo_d", configure)).isEqualTo("done");
        assertThat(inside("demo_d", "mount -t tmpfs none /tmp")).contains("denied");
        assertThat(node.awaitState("demo_e", SliverState.FAILED).reason()).contains("CAP_SYS_MODULE", "CAP_NET_ADMIN");
        apply(SMALL);
    }
}
