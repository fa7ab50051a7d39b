package org.lamella.agent.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.host.Mounts.Mount;
import org.lamella.agent.plan.SliverCpu;

/** On plain folders in place of the kernel's trees; {@code SliverCoresTest} has the kernel's own. */
final class PinnedCoresTest {
    @TempDir
    private Path root;

    private Cgroups v1(String... leaves) throws IOException {
        files(root, "0-3\n", "0\n");
        files(root.resolve("lamella"), "", "");
        files(root.resolve("lamella/node"), "", "");
        for (String leaf : leaves) {
            leaf(leaf);
        }
        return new Cgroups(List.of(new Mount(Path.of("/"), root, "cgroup", Set.of("rw", "cpuset"))), "lamella/node");
    }

    private void leaf(String slice) throws IOException {
        files(root.resolve("lamella/node").resolve(slice), "", "");
    }

    private static void files(Path group, String cpus, String mems) throws IOException {
        Files.createDirectories(group);
        Files.writeString(group.resolve("cpuset.cpus"), cpus);
        Files.writeString(group.resolve("cpuset.mems"), mems);
    }

    private Cgroups v2(String... leaves) throws IOException {
        Path node = Files.createDirectories(root.resolve("lamella/node"));
        Files.writeString(node.resolve("cpuset.cpus.effective"), "0-3\n");
        for (String leaf : leaves) {
            Files.createDirectories(node.resolve(leaf));
            Files.writeString(node.resolve(leaf).resolve("cpuset.cpus"), "\n");
        }
        return new Cgroups(List.of(new Mount(Path.of("/"), root, "cgroup2", Set.of("rw"))), "lamella/node");
    }

    private String cpus(String slice) throws IOException {
        return Files.readString(root.resolve("lamella/node").resolve(slice).resolve("cpuset.cpus"))
                .strip();
    }

    @Test
    void givesCoresAndKeepsTheOthersOffThem() throws IOException {
        var cores = new PinnedCores(v1("demo_a", "demo_b"));
        cores.enter("demo_b", 0);
        assertThat(cpus("demo_b")).isEmpty();

        cores.enter("demo_a", 2);

        assertThat(cores.of("demo_a")).isEqualTo("0-1");
        assertThat(cpus("demo_a")).isEqualTo("0-1");
        assertThat(cpus("demo_b")).isEqualTo("2-3");
        assertThat(root.resolve("lamella/cpuset.cpus")).hasContent("0-3");
        assertThat(root.resolve("lamella/node/demo_b/cpuset.mems")).hasContent("0");
        assertThat(cores.of("demo_b")).isEmpty();

        leaf("demo_c");
        cores.enter("demo_c", 0);
        assertThat(cpus("demo_c")).isEqualTo("2-3");

        cores.wish(Map.of("demo_a", 1));
        assertThat(cpus("demo_a")).isEqualTo("0");
        assertThat(cpus("demo_b")).isEqualTo("1-3");

        cores.wish(Map.of());
        for (String slice : Set.of("demo_a", "demo_b", "demo_c")) {
            assertThat(cpus(slice)).isEqualTo("0-3");
        }
        assertThat(cores.of("demo_a")).isEmpty();
    }

    @Test
    void givesBackWhatNobodyRunsOnAndTheSameAgainToWhoStartsAgain() throws IOException {
        var cores = new PinnedCores(v1("demo_a", "demo_b", "demo_c"));
        cores.enter("demo_a", 1);
        cores.enter("demo_b", 1);
        cores.enter("demo_c", 0);
        assertThat(cores.of("demo_b")).isEqualTo("1");

        cores.leave("demo_b");
        assertThat(cpus("demo_c")).isEqualTo("1-3");
        cores.leave("demo_a");
        assertThat(cpus("demo_c")).isEqualTo("0-3");

        cores.enter("demo_b", 1);
        assertThat(cores.of("demo_b")).isEqualTo("1");
        assertThat(cpus("demo_c")).isEqualTo("0,2-3");
    }

    @Test
    void passesCoresOnAtOnce() throws IOException {
        var cores = new PinnedCores(v1("demo_a", "demo_b"));
        cores.enter("demo_b", 3);
        cores.enter("demo_a", 0);

        cores.wish(Map.of("demo_a", 3));

        assertThat(cpus("demo_a")).isEqualTo("0-2");
        assertThat(cpus("demo_b")).isEqualTo("3");
        assertThat(cores.trouble("demo_a")).isEmpty();
    }

    @Test
    void findsWhatAnEarlierLifeHasGiven() throws IOException {
        Cgroups cgroups = v1("demo_a", "demo_b", "demo_c");
        var first = new PinnedCores(cgroups);
        first.enter("demo_b", 1);
        first.enter("demo_c", 0);
        first.enter("demo_a", 1);

        var second = new PinnedCores(cgroups);
        second.adopt(Set.of("demo_a", "demo_b", "demo_c"), Map.of("demo_a", 1, "demo_b", 1, "demo_c", 0));

        assertThat(second.of("demo_b")).isEqualTo("0");
        assertThat(second.of("demo_a")).isEqualTo("1");
        assertThat(cpus("demo_c")).isEqualTo("2-3");

        var third = new PinnedCores(cgroups);
        third.adopt(Set.of("demo_a", "demo_b", "demo_c"), Map.of());
        for (String slice : Set.of("demo_a", "demo_b", "demo_c")) {
            assertThat(cpus(slice)).isEqualTo("0-3");
        }
    }

    @Test
    void saysWhatItCannotGiveAndTriesAgain() throws IOException {
        var cores = new PinnedCores(v1("demo_a", "demo_b", "demo_c"));
        cores.enter("demo_a", 2);
        cores.enter("demo_b", 2);
        assertThat(cores.trouble("demo_b")).contains("wants 2 cores", "of the 4", "demo_a has 2");
        assertThat(cpus("demo_b")).isEqualTo("2-3");
        assertThat(cores.inForce(Map.of("demo_b", new SliverCpu(50, 1, 2))).get("demo_b"))
                .isEqualTo(new SliverCpu(50, 1, 0));

        cores.leave("demo_a");

        assertThat(cores.trouble("demo_b")).isEmpty();
        assertThat(cores.of("demo_b")).isEqualTo("0-1");
        assertThat(cores.inForce(Map.of("demo_b", new SliverCpu(50, 1, 2))).get("demo_b"))
                .isEqualTo(new SliverCpu(50, 1, 2));
    }

    @Test
    void saysWhoCannotBeKeptOff() throws IOException {
        var cores = new PinnedCores(v1("demo_a", "demo_b"));
        cores.enter("demo_b", 0);
        Path file = root.resolve("lamella/node/demo_b/cpuset.cpus");
        Files.delete(file);
        Files.createDirectory(file);

        cores.enter("demo_a", 1);

        assertThat(cores.trouble("demo_a")).contains("others may still run on its cores: demo_b");
        assertThat(cores.trouble("demo_b")).contains("it cannot be kept off the cores 0");
        Files.delete(file);
        Files.writeString(file, "");
        cores.wish(Map.of("demo_a", 1));
        assertThat(cores.trouble("demo_a")).isEmpty();
        assertThat(cpus("demo_b")).isEqualTo("1-3");
    }

    @Test
    void noticesThatCoresHaveGone() throws IOException {
        var cores = new PinnedCores(v1("demo_a", "demo_b"));
        cores.enter("demo_a", 2);
        cores.enter("demo_b", 0);
        Files.writeString(root.resolve("lamella/node/cpuset.cpus"), "1-3\n");

        cores.wish(Map.of("demo_a", 2));

        assertThat(cores.of("demo_a")).isEqualTo("1-2");
        assertThat(cpus("demo_b")).isEqualTo("3");
    }

    @Test
    void leavesGroupsOfV2AsTheyAreWhereNobodyHasCores() throws IOException {
        var cores = new PinnedCores(v2("demo_a", "demo_b"));
        cores.enter("demo_a", 1);
        cores.enter("demo_b", 0);
        assertThat(cpus("demo_a")).isEqualTo("0");
        assertThat(cpus("demo_b")).isEqualTo("1-3");

        cores.wish(Map.of());

        assertThat(cpus("demo_a")).isEmpty();
        assertThat(cpus("demo_b")).isEmpty();
    }

    @Test
    void saysThatCpusetsAreNotHandedDown() throws IOException {
        Cgroups cgroups = v2("demo_a", "demo_b");
        Files.delete(root.resolve("lamella/node/cpuset.cpus.effective"));
        var cores = new PinnedCores(cgroups);
        cores.enter("demo_b", 0);

        cores.enter("demo_a", 1);

        assertThat(cores.trouble("demo_a")).contains("no cores of its own on this node", "cpuset.cpus.effective");
        assertThat(cores.trouble("demo_b")).isEmpty();
        assertThat(cpus("demo_b")).isEmpty();
    }
}
