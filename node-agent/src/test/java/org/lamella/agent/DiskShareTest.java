package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.lamella.agent.TestNode.running;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.disk.CostMeter;
import org.lamella.agent.disk.DiskCost;
import org.lamella.agent.host.BlockDevice;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.HostTools;
import org.lamella.agent.host.Mounts;
import org.lamella.agent.host.Posix;
import org.lamella.agent.plan.SliverIo;
import org.lamella.agent.plan.SliverPromise;
import org.lamella.agent.reconcile.SliverState;

/** On a disk that knows weights, slivers have theirs, and what they read and write reaches that disk as their own. */
@OnKernel
class DiskShareTest {
    private static final Path BLOCK = Path.of("/sys/block");
    private static final long DISK = 2L << 30;

    private final Commands commands = new Commands(Posix.open(), "test-disk-share");
    private final Path image = TestNode.temporaryFolder("lamella-test-disk-").resolve("disk.img");
    private TestNode node;
    private Cgroups cgroups;

    /** The node's folder is on a device of the test's own, so that the scheduler of no other changes. */
    @BeforeEach
    void start() throws IOException {
        node = new TestNode();
        cgroups = new Cgroups(Mounts.all(), node.config.cgroupParent());
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(DISK);
        }
        commands.run(List.of("mkfs.ext4", "-q", image.toString()));
        commands.run(List.of("mount", "-o", "loop", image.toString(), node.home.toString()));
        commands.run(List.of("chmod", "711", node.home.toString()));
    }

    @AfterEach
    void end() throws Exception {
        if (node.agent() != null) {
            node.agent().teardown();
        }
        commands.run(List.of("umount", node.home.toString()));
        TestNode.deleteTree(node.home);
        TestNode.deleteTree(image.getParent());
    }

    private BlockDevice disk() throws IOException {
        return BlockDevice.under(node.home).orElseThrow();
    }

    private boolean passesCache() throws IOException {
        BlockDevice own =
                BlockDevice.under(node.home.resolve("run/disks/demo_a")).orElseThrow();
        return Files.readString(BLOCK.resolve(own.name()).resolve("loop/dio"))
                .strip()
                .equals("1");
    }

    private String weight() throws IOException {
        boolean v2 = cgroups.isUnified("blkio");
        return cgroups.read("demo_a", v2 ? "io" : "blkio", v2 ? "io.bfq.weight" : "blkio.bfq.weight")
                .strip()
                .replace("default ", "");
    }

    private void share(double share) throws IOException {
        node.apply(running("demo_a", 1).with(SliverPromise.FAIR.with(new SliverIo(share, 0, 0))));
        node.awaitState("demo_a", SliverState.RUNNING);
    }

    @Test
    void reachTheDiskThatKnowsThem() throws IOException, InterruptedException {
        Path scheduler = BLOCK.resolve(disk().name()).resolve("queue/scheduler");
        assumeTrue(Files.readString(scheduler).contains("bfq"), "this kernel has no BFQ");
        Files.writeString(scheduler, "bfq");
        node.start();
        share(4);
        assertThat(weight()).isEqualTo("400");
        assertThat(passesCache()).isTrue();
        assertThat(node.output("demo_a", "sh", "-c", "echo kept > /root/file && sync && cat /root/file"))
                .isEqualTo("kept");

        share(2);
        assertThat(weight()).isEqualTo("200");
    }

    /** How well is measured by {@code bench/paper disk}. */
    @Test
    void areTheKernelsToKeepOnceTheDiskIsMeasured() throws Exception {
        assumeTrue(HostTools.exists("fio"), "there is no fio");
        assumeTrue(new DiskCost(cgroups).isKnown(), "this kernel has no io.cost, or its io controller in v1");
        Path state = Files.createDirectories(node.config.folders().state());
        CostMeter meter = new CostMeter(
                new DiskCost(cgroups), state, new CostMeter.Effort(1 << 25, Duration.ZERO, Duration.ofSeconds(1)));
        List<String> said = new ArrayList<>();
        meter.measure(said::add);
        assertThat(said).hasSize(8).last(STRING).contains("io.cost shares " + disk().name());
        assertThat(qos()).contains("enable=1 ctrl=user").contains("min=25.00 max=100.00");
        Files.writeString(state.resolve("disk-cost.measured"), "of one that was killed");

        node.start();
        assertThat(state.resolve("disk-cost.measured")).doesNotExist();
        assertThat(node.agent().facts().diskWeights()).isEqualTo("by io.cost on " + disk().name());
        share(4);
        assertThat(cgroups.read("demo_a", "io", "io.weight")).isEqualTo("default 400");
        assertThat(passesCache()).isTrue();
        share(0.5);
        assertThat(cgroups.read("demo_a", "io", "io.weight")).isEqualTo("default 50");
        node.apply(running("demo_a", 1).with(SliverPromise.FAIR.with(new SliverIo(1, 1 << 20, 0))));
        await().until(() -> cgroups.read("demo_a", "io", "io.max").contains("rbps=1048576"));

        node.agent().teardown();
        assertThat(qos()).contains("enable=0");
        new DiskCost(cgroups).resume(state);
        assertThat(qos()).contains("enable=1");
        meter.forget();
        assertThat(qos()).contains("enable=0");
        new DiskCost(cgroups).resume(state);
        assertThat(qos()).contains("enable=0");
    }

    /** What the kernel says of the test's own disk. */
    private String qos() throws IOException {
        String numbers = disk().numbers();
        return cgroups.readRoot("io", "io.cost.qos")
                .lines()
                .filter(line -> line.startsWith(numbers + " "))
                .findFirst()
                .orElse("");
    }
}
