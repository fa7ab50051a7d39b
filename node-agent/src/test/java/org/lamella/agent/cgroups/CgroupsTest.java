package org.lamella.agent.cgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamella.agent.host.Mounts;
import org.lamella.agent.host.Mounts.Mount;

/** On plain folders in place of the kernel's trees. */
class CgroupsTest {
    @TempDir
    Path root;

    private Mount v1(String controllers) throws IOException {
        Path target = Files.createDirectories(root.resolve(controllers));
        return new Mount(Path.of("/"), target, "cgroup", Set.of(("rw," + controllers).split(",", -1)));
    }

    private Mount v2() throws IOException {
        Path target = Files.createDirectories(root.resolve("unified"));
        return new Mount(Path.of("/"), target, "cgroup2", Set.of("rw"));
    }

    @Test
    void tellsTheVersionsApart() throws IOException {
        assertThat(new Cgroups(List.of(v1("memory")), "lamella").version()).isEqualTo(CgroupVersion.V1);
        assertThat(new Cgroups(List.of(v1("memory"), v2()), "lamella").version())
                .isEqualTo(CgroupVersion.HYBRID);
        assertThat(new Cgroups(List.of(v2()), "lamella").version()).isEqualTo(CgroupVersion.V2);
    }

    @Test
    void refusesAHostWithoutCgroupsAndAParentThatLeavesTheTree() throws IOException {
        assertThatThrownBy(() -> new Cgroups(List.of(), "lamella")).hasMessageContaining("no cgroup file system");
        for (String parent : List.of("", "/lamella", "../lamella", "a/../b")) {
            assertThatThrownBy(() -> new Cgroups(List.of(v2()), parent)).hasMessageContaining("'" + parent + "'");
        }
    }

    @Test
    void makesALeafInEveryHierarchyAndRemovesItAgain() throws IOException {
        Files.writeString(Files.createDirectories(v2().target()).resolve("cgroup.controllers"), "hugetlb\n");
        Cgroups cgroups = new Cgroups(List.of(v1("cpu,cpuacct"), v1("memory"), v2()), "lamella/node1");

        cgroups.create("demo_a");
        cgroups.create("demo_a");

        for (String tree : List.of("cpu,cpuacct", "memory", "unified")) {
            assertThat(root.resolve(tree).resolve("lamella/node1/demo_a")).isDirectory();
        }
        assertThat(cgroups.leaves()).containsExactly("demo_a");

        cgroups.remove("demo_a");
        cgroups.remove("demo_a");
        assertThat(cgroups.leaves()).isEmpty();

        cgroups.removeParent();
        assertThat(root.resolve("memory/lamella")).doesNotExist();
    }

    @Test
    void leavesAParentThatIsUsedByOthers() throws IOException {
        Cgroups cgroups = new Cgroups(List.of(v1("memory")), "lamella/node1");
        cgroups.create("demo_a");
        cgroups.remove("demo_a");
        Files.createDirectories(root.resolve("memory/lamella/node2"));

        cgroups.removeParent();

        assertThat(root.resolve("memory/lamella/node1")).doesNotExist();
        assertThat(root.resolve("memory/lamella/node2")).isDirectory();
    }

    @Test
    void findsALeafThatIsInOneHierarchyOnlyAndNoControlFile() throws IOException {
        Cgroups cgroups = new Cgroups(List.of(v1("cpu"), v1("memory")), "lamella");
        Path parent = Files.createDirectories(root.resolve("memory/lamella"));
        Files.createDirectory(parent.resolve("demo_half"));
        for (String file : List.of("tasks", "notify_on_release", "cgroup.procs", "memory.limit_in_bytes")) {
            Files.createFile(parent.resolve(file));
        }

        assertThat(cgroups.leaves()).containsExactly("demo_half");
    }

    @Test
    void findsTheProcessesOfAllHierarchiesAndOfGroupsBelow() throws IOException {
        Cgroups cgroups = new Cgroups(List.of(v1("cpu"), v1("memory")), "lamella");
        cgroups.create("demo_a");
        Files.writeString(root.resolve("cpu/lamella/demo_a/cgroup.procs"), "1\n2\n");
        Path below = Files.createDirectories(root.resolve("memory/lamella/demo_a/below"));
        Files.writeString(below.resolve("cgroup.procs"), "3\n");

        assertThat(cgroups.pids("demo_a")).containsExactly(1L, 2L, 3L);
        assertThat(cgroups.pids("demo_none")).isEmpty();
    }

    @Test
    void readsAndWritesWhereTheControllerIs() throws IOException {
        Cgroups cgroups = new Cgroups(List.of(v1("cpu,cpuacct"), v1("memory")), "lamella");
        cgroups.create("demo_a");

        cgroups.write("demo_a", "memory", "memory.limit_in_bytes", "1000");

        assertThat(cgroups.read("demo_a", "memory", "memory.limit_in_bytes")).isEqualTo("1000");
        assertThat(root.resolve("memory/lamella/demo_a/memory.limit_in_bytes")).hasContent("1000");
        assertThatThrownBy(() -> cgroups.read("demo_a", "io", "io.weight")).hasMessageContaining("controller io");
    }

    @Test
    void handsControllersDownInTheUnifiedTree() throws IOException {
        Path tree = v2().target();
        for (String group : List.of("", "lamella", "lamella/node1")) {
            Path folder = Files.createDirectories(tree.resolve(group));
            Files.writeString(folder.resolve("cgroup.controllers"), "cpu hugetlb memory pids\n");
            Files.writeString(folder.resolve("cgroup.subtree_control"), group.isEmpty() ? "cpu\n" : "\n");
        }

        new Cgroups(List.of(v2()), "lamella/node1").create("demo_a");

        assertThat(tree.resolve("cgroup.subtree_control")).hasContent("+memory +pids");
        assertThat(tree.resolve("lamella/cgroup.subtree_control")).hasContent("+cpu +memory +pids");
        assertThat(tree.resolve("lamella/node1/cgroup.subtree_control")).hasContent("+cpu +memory +pids");
    }

    @Test
    void findsInTheUnifiedTreeWhatTheKernelKeptOutOfV1() throws IOException {
        Cgroups cgroups = new Cgroups(List.of(v1("memory"), v2()), "lamella");
        assertThat(cgroups.isUnified("blkio")).isTrue();
        assertThat(cgroups.isUnified("memory")).isFalse();
        assertThat(cgroups.file("demo_a", "io", "io.weight"))
                .isEqualTo(v2().target().resolve("lamella/demo_a/io.weight"));
        assertThat(new Cgroups(List.of(v1("memory")), "lamella").isUnified("blkio"))
                .isFalse();
    }

    @Test
    void takesEachHierarchyOnceFromTheMountTable() {
        List<Mount> mounts = Mounts.parse(List.of(
                "31 24 0:27 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:9 - cgroup cgroup rw,cpu,cpuacct",
                "32 24 0:28 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,release_agent=/x,name=systemd",
                "33 24 0:27 /sub /mnt/bind rw - cgroup cgroup rw,cpu,cpuacct",
                "34 24 0:29 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw,nsdelegate",
                "35 24 8:1 / / rw - ext4 /dev/vda rw"));

        assertThat(Hierarchy.among(mounts))
                .containsExactly(
                        new Hierarchy(Path.of("/sys/fs/cgroup/cpu,cpuacct"), false, Set.of("cpu", "cpuacct")),
                        new Hierarchy(Path.of("/sys/fs/cgroup/systemd"), false, Set.of("name=systemd")),
                        new Hierarchy(Path.of("/sys/fs/cgroup/unified"), true, Set.of()));
    }
}
