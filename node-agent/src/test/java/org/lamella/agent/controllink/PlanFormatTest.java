package org.lamella.agent.controllink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lamella.agent.plan.Goal;
import org.lamella.agent.plan.ImageKind;
import org.lamella.agent.plan.ImagePlan;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.NodeTraffic;
import org.lamella.agent.plan.SliceNames;
import org.lamella.agent.plan.SliverBounds;
import org.lamella.agent.plan.SliverCpu;
import org.lamella.agent.plan.SliverIo;
import org.lamella.agent.plan.SliverMemory;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.plan.SliverPromise;
import org.lamella.agent.plan.SliverTraffic;
import org.lamella.protocol.SliverGoal;

class PlanFormatTest {
    private static final ImagePlan BUSYBOX = new ImagePlan("busybox", ImageKind.BUSYBOX, "");
    private static final NodePlan HELD =
            new NodePlan(4, List.of(SliverPlan.plain("demo_one", Goal.RUNNING, "busybox", 11, 1)), List.of(BUSYBOX));

    @Test
    void readsEveryGoalAndKind() {
        ReceivedPlan received = PlanFormat.read(
                wire(5).addSlivers(sliver("demo_one", SliverGoal.SLIVER_GOAL_RUNNING_VALUE, "busybox"))
                        .addSlivers(sliver("demo_two", SliverGoal.SLIVER_GOAL_STOPPED_VALUE, "debian"))
                        .addImages(image("busybox", 1, ""))
                        .addImages(image("debian", 2, "bookworm"))
                        .addImages(image("own", 3, "/srv/own.tar"))
                        .build(),
                NodePlan.NONE);
        assertThat(received.problems()).isEmpty();
        assertThat(received.plan())
                .isEqualTo(new NodePlan(
                        5,
                        List.of(
                                SliverPlan.plain("demo_one", Goal.RUNNING, "busybox", 7, 1),
                                SliverPlan.plain("demo_two", Goal.STOPPED, "debian", 7, 1)),
                        List.of(
                                BUSYBOX,
                                new ImagePlan("debian", ImageKind.DEBOOTSTRAP, "bookworm"),
                                new ImagePlan("own", ImageKind.TAR, "/srv/own.tar"))));
    }

    @Test
    void takesBoundsThatAreNotSaidAsUsual() {
        var bounded = sliver("demo_one", SliverGoal.SLIVER_GOAL_RUNNING_VALUE, "busybox").toBuilder()
                .setBounds(org.lamella.protocol.SliverBounds.newBuilder()
                        .setProcesses(30)
                        .addCapabilities("CAP_NET_ADMIN"))
                .build();
        SliverBounds usual = SliverBounds.USUAL;
        assertThat(PlanFormat.read(wire(5).addSlivers(bounded).build(), NodePlan.NONE)
                        .plan()
                        .slivers()
                        .getFirst()
                        .bounds())
                .isEqualTo(new SliverBounds(
                        30,
                        0,
                        usual.openFiles(),
                        usual.lockedMemoryBytes(),
                        usual.sharedMemoryBytes(),
                        List.of("CAP_NET_ADMIN")));
    }

    @Test
    void leavesASliverWithAGoalFromTheFutureAsItIs() {
        ReceivedPlan received = PlanFormat.read(
                wire(5).addSlivers(sliver("demo_one", 42, "busybox"))
                        .addSlivers(sliver("demo_two", 1, "busybox"))
                        .build(),
                HELD);
        assertThat(received.plan().slivers())
                .containsExactlyInAnyOrder(
                        HELD.slivers().getFirst(), SliverPlan.plain("demo_two", Goal.RUNNING, "busybox", 7, 1));
        assertThat(received.plan().images()).containsExactly(BUSYBOX);
        assertThat(received.problems())
                .isEqualTo(Map.of(
                        "demo_one",
                        "this agent does not know the goal 42 in the plan of generation 5; a newer agent may"));
    }

    @Test
    void leavesOutANewSliverWhoseImageIsOfAKindFromTheFuture() {
        ReceivedPlan received = PlanFormat.read(
                wire(5).addSlivers(sliver("demo_two", 1, "oci"))
                        .addImages(image("oci", 9, "registry/x"))
                        .build(),
                HELD);
        assertThat(received.plan().slivers()).isEmpty();
        assertThat(received.problems())
                .hasEntrySatisfying("demo_two", problem -> assertThat(problem).contains("kind 9 of image oci"));
    }

    @Test
    void readsWhatIsPromisedAndLeavesOutASliverThatIsPromisedWhatCannotBe() {
        var promised = sliver("demo_two", 1, "busybox").toBuilder()
                .setCpu(org.lamella.protocol.SliverCpu.newBuilder()
                        .setReservedPercent(25)
                        .setShare(2)
                        .setCores(1))
                .setTraffic(org.lamella.protocol.SliverTraffic.newBuilder()
                        .setReservedBits(10)
                        .setCeilingBits(20)
                        .setShare(3)
                        .setDailyBytes(40))
                .setMemory(org.lamella.protocol.SliverMemory.newBuilder().setGuaranteedBytes(50))
                .setIo(org.lamella.protocol.SliverIo.newBuilder().setShare(2).setReadBytes(60));
        var impossible = sliver("demo_three", 1, "busybox").toBuilder()
                .setCpu(org.lamella.protocol.SliverCpu.newBuilder().setReservedPercent(101));
        ReceivedPlan received = PlanFormat.read(
                wire(5).addSlivers(promised)
                        .addSlivers(impossible)
                        .setTraffic(org.lamella.protocol.NodeTraffic.newBuilder()
                                .setCapBits(70)
                                .addExempt("10.0.0.0/8"))
                        .build(),
                HELD);
        assertThat(received.plan().slivers())
                .extracting(SliverPlan::promise)
                .containsExactly(new SliverPromise(
                        new SliverCpu(25, 2, 1),
                        new SliverTraffic(10, 20, 3, 40),
                        new SliverMemory(50),
                        new SliverIo(2, 60, 0)));
        assertThat(received.plan().traffic()).isEqualTo(new NodeTraffic(70, List.of("10.0.0.0/8")));
        assertThat(received.problems()).containsEntry("demo_three", "a reservation of 101.0 percent of the node");
    }

    @Test
    void letsNoNameLeaveItsFolder() {
        ReceivedPlan received = PlanFormat.read(
                wire(5).addSlivers(sliver("../etc", 1, "busybox")).build(), HELD);
        assertThat(received.plan().slivers()).isEmpty();
        assertThat(received.problems()).containsKey("../etc");
    }

    @Test
    void trustsNeitherOfTwoSliversWithOneName() {
        ReceivedPlan received = PlanFormat.read(
                wire(5).addSlivers(sliver("demo_one", 1, "busybox"))
                        .addSlivers(sliver("demo_one", 2, "busybox"))
                        .build(),
                HELD);
        assertThat(received.plan().slivers()).isEqualTo(HELD.slivers());
        assertThat(received.problems()).containsEntry("demo_one", "the plan of generation 5 names it more than once");
    }

    @Test
    void callsASliceOnTheNodeByANameThatIsNoPathAndComesBack() {
        ReceivedPlan received = PlanFormat.read(
                wire(5).addSlivers(sliver("mit.csail_DHT.2", 1, "busybox")).build(), NodePlan.NONE);
        assertThat(received.problems()).isEmpty();
        assertThat(received.plan().slivers()).extracting(SliverPlan::slice).containsExactly("mit-csail_DHT-2");
        assertThat(SliceNames.ofNode("mit-csail_DHT-2")).isEqualTo("mit.csail_DHT.2");
    }

    private static org.lamella.protocol.NodePlan.Builder wire(long generation) {
        return org.lamella.protocol.NodePlan.newBuilder().setGeneration(generation);
    }

    private static org.lamella.protocol.SliverPlan sliver(String slice, int goal, String image) {
        return org.lamella.protocol.SliverPlan.newBuilder()
                .setSlice(slice)
                .setGoalValue(goal)
                .setImage(image)
                .setIncarnation(7)
                .setGeneration(1)
                .build();
    }

    private static org.lamella.protocol.ImagePlan image(String name, int kind, String source) {
        return org.lamella.protocol.ImagePlan.newBuilder()
                .setName(name)
                .setKindValue(kind)
                .setSource(source)
                .build();
    }
}
