package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lamella.agent.TestNode.running;
import static org.lamella.agent.TestNode.stopped;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lamella.agent.context.DiskMoves;
import org.lamella.agent.host.FileNames;
import org.lamella.agent.plan.ArrivingDisk;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.SliverDisk;
import org.lamella.agent.plan.SliverMoving;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.reconcile.SliverState;

/** A sliver's disk goes from one node to another: all of it or none, and never with the sliver running on both. */
@OnKernel
class DiskMoveTest {
    private static final long TRANSFER = 7;
    private static final SliverDisk SMALL = new SliverDisk(400_000_000, 5_000);
    private static final SliverPlan SLIVER = running("demo_a", 3).with(SMALL);
    private static final ArrivingDisk ARRIVING = new ArrivingDisk(TRANSFER, "demo_a", 3);
    private static final NodePlan COMING =
            NodePlan.expecting(1, List.of(), List.of(TestNode.BUSYBOX), List.of(ARRIVING));

    /** @param pieces after which it breaks off; negative: never */
    private static String copy(DiskMoves from, DiskMoves to, int pieces) throws IOException {
        try (DiskMoves.Outgoing out = from.open(stopped("demo_a", 3).with(SMALL));
                DiskMoves.Incoming in = to.take(ARRIVING, out.head(), COMING)) {
            int left = pieces;
            for (var piece = out.pieces().next();
                    piece.isPresent() && left != 0;
                    piece = out.pieces().next()) {
                in.write(piece.get().offset(), piece.get().bytes());
                left--;
            }
            if (left == 0) {
                return "";
            }
            String digest = out.pieces().digest();
            in.keep(digest);
            return digest;
        }
    }

    @Test
    void takesItsFilesAlongAndIsNeverMadeOfABlankOne() throws Exception {
        try (TestNode one = TestNode.started();
                TestNode two = TestNode.started()) {
            one.apply(SLIVER);
            one.awaitState("demo_a", SliverState.RUNNING);
            one.output(
                    "demo_a",
                    "sh",
                    "-c",
                    "head -c 3000000 /dev/urandom > /root/data; rm /etc/passwd; ln /root/data /root/link");
            String sum = one.output("demo_a", "md5sum", "/root/data");
            DiskMoves from = one.agent().diskMoves();
            DiskMoves to = two.agent().diskMoves();
            assertThatThrownBy(() -> from.open(SLIVER)).hasMessageContaining("still in use");
            one.apply(stopped("demo_a", 3).with(SMALL));
            one.awaitState("demo_a", SliverState.STOPPED);

            two.apply(running("demo_other", 1));
            two.awaitState("demo_other", SliverState.RUNNING);
            SliverPlan brought = SLIVER.with(new SliverMoving(0, TRANSFER));
            two.apply(running("demo_other", 1), brought);
            assertThat(two.awaitState("demo_a", SliverState.FAILED).reason()).contains("is not on this node");
            // Else its next try could take the disk between its coming and its being looked at.
            two.apply(running("demo_other", 1));

            copy(from, to, 5);
            assertThat(to.isKept(ARRIVING)).isFalse();
            assertThat(hidden(two)).isEmpty();

            copy(from, to, -1);
            assertThat(to.isKept(ARRIVING)).isTrue();
            assertThat(to.isKept(new ArrivingDisk(TRANSFER + 1, "demo_a", 3))).isFalse();
            Path kept = two.home.resolve("state/slivers").resolve(hidden(two).getFirst());
            assertThat(allocated(kept)).as("holes stay holes").isLessThan(20_000_000);

            two.restart();
            assertThat(two.agent().diskMoves().isKept(ARRIVING)).isTrue();
            two.apply(running("demo_other", 1), brought);
            two.awaitState("demo_a", SliverState.RUNNING);
            assertThat(two.output("demo_a", "md5sum", "/root/data")).isEqualTo(sum);
            assertThat(two.output("demo_a", "sh", "-c", "ls /etc/passwd 2>&1; stat -c %h /root/link"))
                    .contains("No such file")
                    .endsWith("2");
            assertThat(hidden(two)).isEmpty();

            one.apply();
            assertThat(one.home.resolve("state/slivers/demo_a")).doesNotExist();
        }
    }

    @Test
    void isGivenUpWhenItDoesNotComeAfterAllAndRefusedWhenItIsNotWhatWasSent() throws Exception {
        try (TestNode one = TestNode.started();
                TestNode two = TestNode.started()) {
            one.apply(SLIVER);
            one.awaitState("demo_a", SliverState.RUNNING);
            two.apply(running("demo_other", 1));
            one.apply(stopped("demo_a", 3).with(SMALL));
            one.awaitState("demo_a", SliverState.STOPPED);
            DiskMoves to = two.agent().diskMoves();

            try (DiskMoves.Outgoing out =
                            one.agent().diskMoves().open(stopped("demo_a", 3).with(SMALL));
                    DiskMoves.Incoming in = to.take(ARRIVING, out.head(), COMING)) {
                while (out.pieces().next().isPresent()) {
                    // a disk that got lost on its way
                }
                assertThatThrownBy(() -> in.keep(out.pieces().digest())).hasMessageContaining("the copy's digest is");
            }
            assertThat(hidden(two)).isEmpty();

            copy(one.agent().diskMoves(), to, -1);
            to.settle(COMING);
            assertThat(to.isKept(ARRIVING)).isTrue();
            to.settle(new NodePlan(2, List.of(running("demo_other", 1)), List.of(TestNode.BUSYBOX)));
            assertThat(hidden(two)).isEmpty();
            assertThatThrownBy(() -> one.agent().diskMoves().open(stopped("demo_b", 1)))
                    .isInstanceOf(DiskMoves.Impossible.class);
        }
    }

    private static List<String> hidden(TestNode node) throws IOException {
        return FileNames.in(node.home.resolve("state/slivers")).stream()
                .filter(name -> name.startsWith("."))
                .toList();
    }

    private static long allocated(Path folder) throws IOException {
        Process stat = new ProcessBuilder(
                        "stat", "-c", "%b", folder.resolve("disk.img").toString())
                .start();
        try (var blocks = stat.inputReader()) {
            return 512L * Long.parseLong(blocks.readLine());
        }
    }
}
