package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lamella.agent.TestNode.running;
import static org.lamella.agent.TestNode.stopped;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lamella.agent.host.Capabilities;
import org.lamella.agent.plan.Awaited;
import org.lamella.agent.plan.DiskUse;
import org.lamella.agent.plan.SliverDisk;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.reconcile.SliverStatus;
import org.lamella.agent.storage.DiskFormat;

/** A sliver has as much disk as its plan says: it hits the limit, nobody else does, and it grows while it is in use. */
@OnKernel
class DiskLimitsTest {
    private static final long SMALL = 320_000_000;
    private static final long LARGER = 400_000_000;
    private static final int INODES = 3_000;
    private static final String FILL_BYTES =
            "dd if=/dev/zero of=/root/full bs=64k 2>&1; sync; dd if=/dev/zero of=/root/rest bs=4k 2>&1; sync";
    private static final String FILL_INODES = "mkdir /root/many; i=0; while mkdir /root/many/$i; do i=$((i+1)); done";
    private static final String WRITE = "dd if=/dev/zero of=/root/written bs=100k count=10 conv=fsync 2>&1";

    private static final String WRITTEN = "10+0 records out";

    private final SliverDisk small = new SliverDisk(SMALL, INODES);

    @ParameterizedTest
    @EnumSource(DiskFormat.class)
    void endsItsOwnSliverAloneWithoutSpace(DiskFormat format) throws Exception {
        try (TestNode node = new TestNode(format)) {
            node.start();
            node.apply(running("demo_full", 1).with(small), running("demo_neighbour", 1));
            node.awaitState("demo_full", SliverState.RUNNING);
            node.awaitState("demo_neighbour", SliverState.RUNNING);

            assertThat(kilobytes(node, "demo_full")).isBetween(SMALL / 1024 * 3 / 4, SMALL / 1024);
            assertThat(node.output("demo_full", "sh", "-c", FILL_BYTES)).contains("No space left on device");
            assertThat(node.output("demo_full", "sh", "-c", WRITE)).contains("No space left on device");
            assertThat(node.output("demo_neighbour", "sh", "-c", WRITE)).contains(WRITTEN);
            assertThat(Files.writeString(node.home.resolve("state/agent-writes"), "on"))
                    .exists();
            DiskUse full = awaitUse(node, "demo_full", use -> use.usedBytes() > use.bytes() * 9 / 10);
            assertThat(full.bytes()).isLessThan(SMALL);

            assertThat(node.output("demo_full", "rm", "-f", "/root/full", "/root/rest"))
                    .isEmpty();
            assertThat(node.output("demo_full", "sh", "-c", FILL_INODES)).contains("No space left on device");
            assertThat(node.output("demo_full", "sh", "-c", "touch /root/another"))
                    .contains("No space left on device");
            assertThat(node.output("demo_neighbour", "sh", "-c", WRITE)).contains(WRITTEN);
            DiskUse many = awaitUse(node, "demo_full", use -> use.usedInodes() > use.inodes() * 9 / 10);
            // What ext4 has by blocks of sixteen in each group, XFS has by hundredths of its size.
            assertThat(many.inodes()).isBetween((long) INODES, SMALL / 100 / 512 + 64);

            node.apply(running("demo_full", 2).with(small), running("demo_neighbour", 1));
            node.awaitState("demo_full", SliverState.RUNNING);
            assertThat(node.output("demo_full", "ls", "/root")).isEmpty();
            assertThat(node.output("demo_full", "sh", "-c", WRITE)).contains(WRITTEN);
        }
    }

    @Test
    void growsWhileFilesAreOpenOnIt() throws Exception {
        try (TestNode node = new TestNode(DiskFormat.XFS)) {
            node.start();
            node.apply(running("demo_a", 1).with(small));
            node.awaitState("demo_a", SliverState.RUNNING);
            long init = node.initPid("demo_a");
            node.output("demo_a", "sh", "-c", "echo kept > /etc/kept; : > /root/held; " + FILL_BYTES);
            try (var open =
                    node.exec("demo_a", "sh", "-c", "exec 3>>/root/held; read word; echo $word >&3 && echo held")) {
                node.apply(running("demo_a", 1).with(new SliverDisk(LARGER, 20 * INODES)));
                await().until(() -> kilobytes(node, "demo_a") > SMALL / 1024);

                open.stdin().write("late\n".getBytes(StandardCharsets.UTF_8));
                open.stdin().close();
                assertThat(new String(open.stdout().readAllBytes(), StandardCharsets.UTF_8).strip())
                        .isEqualTo("held");
            }
            assertThat(node.initPid("demo_a")).isEqualTo(init);
            assertThat(node.output("demo_a", "cat", "/root/held")).isEqualTo("late");
            assertThat(node.output("demo_a", "sh", "-c", "df -i / | tail -n 1 | awk '{print $2}'"))
                    .satisfies(inodes -> assertThat(Long.parseLong(inodes)).isGreaterThan(10L * INODES));

            node.apply(running("demo_a", 1).with(new SliverDisk(LARGER / 4, INODES)));
            SliverStatus asItWas = node.awaitState("demo_a", SliverState.RUNNING);
            assertThat(asItWas.reason())
                    .matches("its disk stays at " + LARGER + " bytes: \\d+ are used, " + LARGER / 4 + " are wanted");
            assertThat(asItWas.awaited().disk().map(SliverDisk::bytes)).contains(LARGER);
        }
    }

    @Test
    void growsWhereTheKernelAllowsItAndOtherwiseAtTheNextStart() throws Exception {
        try (TestNode node = new TestNode(DiskFormat.EXT4)) {
            node.start();
            node.apply(running("demo_a", 1).with(small));
            node.awaitState("demo_a", SliverState.RUNNING);
            node.output("demo_a", "sh", "-c", "echo kept > /etc/kept; " + FILL_BYTES);
            SliverDisk larger = new SliverDisk(LARGER, 2 * INODES);

            node.apply(running("demo_a", 1).with(larger));
            if (!Capabilities.mayGrowMountedExt4()) {
                SliverStatus waiting = node.awaitState("demo_a", SliverState.RUNNING);
                assertThat(waiting.reason())
                        .startsWith("its disk grows from " + SMALL + " to " + LARGER + " bytes at its next start");
                assertThat(waiting.awaited()).isEqualTo(new Awaited(waiting.reason(), Optional.of(small), false));
                node.apply(stopped("demo_a", 1).with(larger));
                node.awaitState("demo_a", SliverState.STOPPED);
                node.apply(running("demo_a", 1).with(larger));
            }
            // As large as is wanted now; ext4 has so many inodes to a group of blocks, and none beyond that.
            Awaited rest = node.awaitState("demo_a", SliverState.RUNNING).awaited();
            assertThat(rest.words()).matches("its disk has \\d+ inodes, " + 2 * INODES + " are wanted: .*");
            assertThat(rest.disk().map(SliverDisk::bytes)).contains(LARGER);
            node.apply(running("demo_a", 1).with(new SliverDisk(LARGER, INODES)));
            assertThat(node.awaitState("demo_a", SliverState.RUNNING).awaited()).isEqualTo(Awaited.NOTHING);
            assertThat(kilobytes(node, "demo_a")).isGreaterThan(SMALL / 1024);
            assertThat(node.output("demo_a", "cat", "/etc/kept")).isEqualTo("kept");
            assertThat(node.output("demo_a", "sh", "-c", WRITE)).contains(WRITTEN);

            node.restart();
            node.apply(running("demo_a", 1).with(larger));
            assertThat(node.output("demo_a", "sh", "-c", WRITE)).contains(WRITTEN);
        }
    }

    private static long kilobytes(TestNode node, String slice) throws Exception {
        return Long.parseLong(node.output(slice, "sh", "-c", "df -k / | tail -n 1 | awk '{print $2}'"));
    }

    private static DiskUse awaitUse(TestNode node, String slice, Predicate<DiskUse> wanted) {
        return await().until(
                        () -> node.agent().board().status().slivers().get(slice).disk(), wanted);
    }
}
