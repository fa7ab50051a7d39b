package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.host.Mounts;
import org.lamella.agent.plan.Goal;
import org.lamella.agent.plan.SliverCpu;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.plan.SliverPromise;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.runtime.Execution;

/** A sliver's own cores: by the kernel's word, who may run where. A node with one core has none to give. */
@OnKernel
class SliverCoresTest {
    private static final int CPUS = Runtime.getRuntime().availableProcessors();
    private static final String ALL = list(0, CPUS - 1);
    private static final String ALL_BUT_FIRST = list(1, CPUS - 1);

    private TestNode node;
    private Cgroups cgroups;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(CPUS > 1, "this host has one core, which stays for all");
        node = TestNode.started();
        cgroups = new Cgroups(Mounts.all(), node.config.cgroupParent());
    }

    @AfterEach
    void end() throws Exception {
        if (node != null) {
            node.close();
        }
    }

    private static SliverPlan wanting(String slice, int cores) {
        SliverCpu cpu = cores == 0 ? SliverCpu.FAIR : new SliverCpu(100.0 * cores / CPUS, 1, cores);
        return TestNode.running(slice, 1).with(SliverPromise.FAIR.with(cpu));
    }

    /** On which cores the kernel lets the processes of a sliver run, each list once. */
    private Set<String> allowed(String slice) throws IOException {
        Set<String> lists = new TreeSet<>();
        for (long pid : cgroups.pids(slice)) {
            try {
                Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                        .filter(line -> line.startsWith("Cpus_allowed_list:"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .forEach(lists::add);
            } catch (NoSuchFileException e) {
                // It has just ended.
            }
        }
        return lists;
    }

    private static String list(int first, int last) {
        return first == last ? String.valueOf(first) : first + "-" + last;
    }

    /** One process a CPU. */
    private Execution hog(String slice) throws IOException {
        Execution hog = node.exec(
                slice, "sh", "-c", "for cpu in $(seq " + CPUS + "); do while :; do :; done & done; echo on; wait");
        assertThat(hog.stdout().read()).isEqualTo('o');
        return hog;
    }

    @Test
    void runsAloneOnItsCoresAsLongAsItHasThem() throws Exception {
        node.apply(wanting("demo_b", 0));
        node.awaitState("demo_b", SliverState.RUNNING);
        try (Execution hog = hog("demo_b")) {
            assertThat(allowed("demo_b")).containsExactly(ALL);

            node.apply(wanting("demo_a", 1), wanting("demo_b", 0));

            assertThat(node.awaitState("demo_a", SliverState.RUNNING).cores()).isEqualTo("0");
            assertThat(allowed("demo_a")).containsExactly("0");
            assertThat(allowed("demo_b")).containsExactly(ALL_BUT_FIRST);
            assertThat(node.awaitState("demo_b", SliverState.RUNNING).cores()).isEmpty();
            assertThat(node.output("demo_a", "grep", "Cpus_allowed_list", "/proc/self/status"))
                    .endsWith("\t0");
            long init = node.initPid("demo_a");

            // What was there keeps running where it may; what is given back is everybody's at once.
            node.apply(wanting("demo_a", 0), wanting("demo_b", 0));

            assertThat(allowed("demo_a")).containsExactly(ALL);
            assertThat(allowed("demo_b")).containsExactly(ALL);
            assertThat(node.initPid("demo_a")).isEqualTo(init);
            assertThat(node.agent().board().status().slivers().get("demo_a").cores())
                    .isEmpty();
        }
    }

    @Test
    void getsThemWhileItRunsAndKeepsThemOverARestartOfTheAgent() throws Exception {
        node.apply(wanting("demo_a", 0), wanting("demo_b", 0));
        long init = node.initPid("demo_b");

        node.apply(wanting("demo_a", 0), wanting("demo_b", 1));
        assertThat(allowed("demo_b")).containsExactly("0");
        assertThat(allowed("demo_a")).containsExactly(ALL_BUT_FIRST);

        node.restart();
        node.apply(wanting("demo_a", 0), wanting("demo_b", 1), wanting("demo_c", 0));

        assertThat(allowed("demo_b")).containsExactly("0");
        assertThat(allowed("demo_a")).containsExactly(ALL_BUT_FIRST);
        assertThat(allowed("demo_c")).containsExactly(ALL_BUT_FIRST);
        assertThat(node.initPid("demo_b")).isEqualTo(init);
        assertThat(node.awaitState("demo_b", SliverState.RUNNING).cores()).isEqualTo("0");
    }

    @Test
    void leavesThemToTheOthersWhenItStopsOrEnds() throws Exception {
        node.apply(wanting("demo_a", 1), wanting("demo_b", 0));
        assertThat(allowed("demo_b")).containsExactly(ALL_BUT_FIRST);

        SliverPlan stopped = SliverPlan.plain("demo_a", Goal.STOPPED, TestNode.BUSYBOX.name(), 1, 1)
                .with(wanting("demo_a", 1).promise());
        node.apply(stopped, wanting("demo_b", 0));
        assertThat(node.awaitState("demo_a", SliverState.STOPPED).cores()).isEmpty();
        assertThat(allowed("demo_b")).containsExactly(ALL);

        node.apply(wanting("demo_a", 1), wanting("demo_b", 0));
        assertThat(allowed("demo_a")).containsExactly("0");
        assertThat(allowed("demo_b")).containsExactly(ALL_BUT_FIRST);

        node.apply(wanting("demo_b", 0));
        assertThat(allowed("demo_b")).containsExactly(ALL);
    }

    @Test
    void saysWhatItCannotHave() throws Exception {
        node.apply(wanting("demo_a", 1));
        node.apply(wanting("demo_a", 1), wanting("demo_b", CPUS - 1));

        var refused = node.awaitState("demo_b", SliverState.DEGRADED);

        assertThat(refused.reason()).contains("of the " + CPUS + " that this node has", "1 stays", "demo_a has 1");
        assertThat(allowed("demo_b")).containsExactly(ALL_BUT_FIRST);

        node.apply(wanting("demo_b", CPUS - 1));
        assertThat(node.awaitState("demo_b", SliverState.RUNNING).cores()).isEqualTo(list(0, CPUS - 2));
    }
}
