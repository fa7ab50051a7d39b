package org.lamella.agent.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.host.Mounts.Mount;
import org.lamella.agent.plan.SliverMemory;

/** On plain folders in place of the kernel's trees; {@code SliverPromiseTest} has the kernel's own. */
class GuaranteesTest {
    @TempDir
    private Path root;

    private Cgroups cgroups(String type, String options) throws IOException {
        for (String leaf : List.of("demo_a", "demo_b")) {
            Files.createDirectories(root.resolve("lamella/node").resolve(leaf));
        }
        return new Cgroups(
                List.of(new Mount(Path.of("/"), root, type, Set.of(options.split(",", -1)))), "lamella/node");
    }

    @Test
    void keepForTheGroupsAboveTheSumOfWhatIsInThemWithV2() throws IOException {
        Guarantees guarantees = new Guarantees(cgroups("cgroup2", "rw"));
        guarantees.apply("demo_a", new SliverMemory(300));
        guarantees.apply("demo_b", new SliverMemory(500));
        assertThat(root.resolve("lamella/node/demo_b/memory.low")).hasContent("500");
        for (String above : List.of("lamella/node", "lamella")) {
            assertThat(root.resolve(above).resolve("memory.low")).hasContent("800");
        }

        guarantees.apply("demo_b", SliverMemory.NONE);
        assertThat(root.resolve("lamella/node/memory.low")).hasContent("300");
        assertThat(root.resolve("memory.low")).doesNotExist();
    }

    @Test
    void saySinceWhenMemoryIsTakenWithV1() throws IOException {
        Guarantees guarantees = new Guarantees(cgroups("cgroup", "rw,memory"));
        guarantees.apply("demo_a", SliverMemory.NONE);
        Path soft = root.resolve("lamella/node/demo_a/memory.soft_limit_in_bytes");
        assertThat(soft).doesNotExist();

        guarantees.apply("demo_a", new SliverMemory(300));
        assertThat(soft).hasContent("300");
        guarantees.apply("demo_a", SliverMemory.NONE);
        assertThat(soft).hasContent("0");
    }

    @Test
    void weighSharesWithinWhatTheKernelKnows() {
        assertThat(DiskIo.weight(1, 1_000)).isEqualTo(100);
        assertThat(DiskIo.weight(0.001, 1_000)).isEqualTo(1);
        assertThat(DiskIo.weight(2.5, 1_000)).isEqualTo(250);
        assertThat(DiskIo.weight(50, 1_000)).isEqualTo(1_000);
        assertThat(DiskIo.weight(50, 10_000)).isEqualTo(5_000);
    }
}
