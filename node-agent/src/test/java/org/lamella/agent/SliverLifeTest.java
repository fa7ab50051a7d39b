package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lamella.agent.TestNode.BUSYBOX;
import static org.lamella.agent.TestNode.running;
import static org.lamella.agent.TestNode.stopped;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lamella.agent.cgroups.CgroupVersion;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.host.Mounts;
import org.lamella.agent.plan.Goal;
import org.lamella.agent.plan.ImageKind;
import org.lamella.agent.plan.ImagePlan;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.runtime.RuntimeKind;

@OnKernel
class SliverLifeTest {
    @Test
    void runsWithAHostNameOfItsOwn() throws Exception {
        try (TestNode node = TestNode.started()) {
            node.apply(running("demo_hello", 1));

            assertThat(node.awaitState("demo_hello", SliverState.RUNNING).imageDigest())
                    .startsWith("sha256:");
            assertThat(node.output("demo_hello", "hostname")).isEqualTo("demo-hello");
        }
    }

    @Test
    void runsOnCrunToo() throws Exception {
        try (TestNode node = TestNode.started(RuntimeKind.CRUN)) {
            node.apply(running("demo_hello", 1));
            node.awaitState("demo_hello", SliverState.RUNNING);
            assertThat(node.output("demo_hello", "hostname")).isEqualTo("demo-hello");
            assertThat(node.agent().facts().runtime()).startsWith("crun ");
            Cgroups cgroups = new Cgroups(Mounts.all(), node.config.cgroupParent());
            if (cgroups.version() == CgroupVersion.HYBRID) {
                // What is used and waited for is read from the unified tree, which crun does not see.
                node.output("demo_hello", "sh", "-c", "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done");
                long all = Long.parseLong(cgroups.read("demo_hello", "cpuacct", "cpuacct.usage"));
                String unified = Files.readString(cgroups.unifiedFile("demo_hello", "cpu.stat"));
                assertThat(unified).startsWith("usage_usec ");
                assertThat(1_000 * Long.parseLong(unified.split("\\s+", 3)[1])).isGreaterThan(all * 9 / 10);
            }

            node.apply(stopped("demo_hello", 1));
            node.awaitState("demo_hello", SliverState.STOPPED);
        }
    }

    @Test
    void seesNothingButItself() throws Exception {
        try (TestNode node = TestNode.started()) {
            node.apply(running("demo_a", 1));
            node.awaitState("demo_a", SliverState.RUNNING);

            assertThat(node.output("demo_a", "sh", "-c", "ls -d /proc/[0-9]* | wc -l; id -u; cat /proc/1/comm"))
                    .matches("[34]\n0\ncatatonit|[34]\n0\ninit");
            assertThat(node.output("demo_a", "cat", "/proc/self/uid_map").split("\\s+"))
                    .contains("100000", "65536");
            assertThat(node.output("demo_a", "sh", "-c", "cat /etc/hostname /etc/hosts"))
                    .contains("demo-a")
                    .contains("10.213.7.2 demo-a");
            assertThat(node.output("demo_a", "sh", "-c", "ulimit -Hn")).isEqualTo("20000");
            assertThat(node.output("demo_a", "sh", "-c", "echo 1 > /proc/sys/kernel/panic"))
                    .isNotEmpty();
            assertThat(node.output("demo_a", "cat", "/proc/self/cgroup").lines())
                    .isNotEmpty()
                    .allMatch(line -> line.endsWith(":/"));
        }
    }

    @Test
    void hasFilesThatNobodyElseOfTheHostCanReach() throws Exception {
        try (TestNode node = TestNode.started()) {
            node.apply(running("demo_a", 1));
            node.awaitState("demo_a", SliverState.RUNNING);
            Process nobody = new ProcessBuilder(
                            "setpriv",
                            "--reuid=65534",
                            "--regid=65534",
                            "--clear-groups",
                            "ls",
                            node.home.resolve("run").toString(),
                            node.home.resolve("run/rootfs/demo_a").toString(),
                            node.home.resolve("state/slivers").toString())
                    .redirectErrorStream(true)
                    .start();

            assertThat(nobody.inputReader().lines()).hasSize(3).allMatch(line -> line.endsWith(": Permission denied"));
        }
    }

    @Test
    void keepsItsDiskAndAddressAcrossAStopAndGetsAFreshOneInItsNextLife() throws Exception {
        try (TestNode node = TestNode.started()) {
            node.apply(running("demo_a", 1), running("demo_b", 1));
            node.awaitState("demo_a", SliverState.RUNNING);
            String address = node.output("demo_a", "hostname", "-i");
            node.output("demo_a", "sh", "-c", "echo kept > /root/note");

            node.apply(stopped("demo_a", 1), running("demo_b", 1));
            node.awaitState("demo_a", SliverState.STOPPED);
            node.apply(running("demo_a", 1), running("demo_b", 1));
            node.awaitState("demo_a", SliverState.RUNNING);
            assertThat(node.output("demo_a", "cat", "/root/note")).isEqualTo("kept");
            assertThat(node.output("demo_a", "hostname", "-i")).isEqualTo(address);

            node.apply(running("demo_a", 2), running("demo_b", 1));
            node.awaitState("demo_a", SliverState.RUNNING);
            assertThat(node.output("demo_a", "ls", "/root")).isEmpty();
            assertThat(node.home.resolve("state/slivers/demo_a")).isDirectoryContaining("glob:**/2");
        }
    }

    @Test
    void letsProcessesEndInOrderWhenItIsStopped() throws Exception {
        try (TestNode node = TestNode.started()) {
            node.apply(running("demo_a", 1));
            node.awaitState("demo_a", SliverState.RUNNING);
            String tidy = "trap 'echo tidy > /root/end; exit' TERM; touch /root/begun; while :; do sleep 0.1; done";
            node.exec("demo_a", "sh", "-c", tidy);
            Path root = node.home.resolve("run/disks/demo_a/upper/root");
            await().until(() -> Files.exists(root.resolve("begun")));

            node.apply(stopped("demo_a", 1));
            node.awaitState("demo_a", SliverState.STOPPED);
            node.apply(running("demo_a", 1));
            node.awaitState("demo_a", SliverState.RUNNING);

            assertThat(root.resolve("end")).hasContent("tidy");
        }
    }

    @Test
    void isRestartedWhenItsInitEnds() throws Exception {
        try (TestNode node = TestNode.started()) {
            node.apply(running("demo_a", 1));
            node.awaitState("demo_a", SliverState.RUNNING);
            node.output("demo_a", "touch", "/root/kept");

            ProcessHandle.of(node.initPid("demo_a")).orElseThrow().destroyForcibly();

            await().until(
                            () -> node.awaitState("demo_a", SliverState.RUNNING).reason(),
                            reason -> reason.contains("init had ended"));
            assertThat(node.output("demo_a", "ls", "/root")).isEqualTo("kept");
        }
    }

    @Test
    void isRestartedLessOftenTheMoreOftenItsInitEnds() throws Exception {
        try (TestNode node = TestNode.started()) {
            node.apply(running("demo_a", 1));
            node.awaitState("demo_a", SliverState.RUNNING);
            for (String told : List.of("since its init had ended", "has ended 2 times", "has ended 3 times in a row")) {
                ProcessHandle.of(node.initPid("demo_a")).orElseThrow().destroyForcibly();
                await().until(
                                () -> node.awaitState("demo_a", SliverState.RUNNING)
                                        .reason(),
                                reason -> reason.contains(told));
            }
            assertThat(node.awaitState("demo_a", SliverState.RUNNING).reason())
                    .matches("its init has ended 3 times in a row; restarted at .*Z, and not again before .*Z");
        }
    }

    @Test
    void failsAloneWhenItsImageDoesNotUnpack() throws Exception {
        try (TestNode node = TestNode.started()) {
            Path tar = Files.writeString(node.home.resolve("bad.tar"), "this is no tar");
            ImagePlan bad = new ImagePlan("bad", ImageKind.TAR, tar.toString());

            node.apply(
                    List.of(running("demo_a", 1), SliverPlan.plain("demo_bad", Goal.RUNNING, "bad", 1, 1)),
                    List.of(BUSYBOX, bad));

            assertThat(node.awaitState("demo_bad", SliverState.FAILED).reason())
                    .startsWith("image bad does not unpack: ");
            node.awaitState("demo_a", SliverState.RUNNING);
        }
    }
}
