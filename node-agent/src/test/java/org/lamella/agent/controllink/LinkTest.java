package org.lamella.agent.controllink;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamella.agent.network.SliverLink;
import org.lamella.agent.plan.Awaited;
import org.lamella.agent.plan.DiskUse;
import org.lamella.agent.plan.Goal;
import org.lamella.agent.plan.ImageKind;
import org.lamella.agent.plan.ImagePlan;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.SliverDisk;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.reconcile.SliverStatus;
import org.lamella.protocol.Hello;
import org.lamella.protocol.NodeReport;
import org.lamella.protocol.SliverAwaits;
import org.lamella.protocol.SliverGoal;
import org.lamella.protocol.SliverReport;

class LinkTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    Path state;

    private FakeControlPlane controlPlane;
    private TestNode node;

    @BeforeEach
    void start() throws IOException {
        controlPlane = new FakeControlPlane();
        node = new TestNode(state);
    }

    @AfterEach
    void stop() throws InterruptedException {
        node.close();
        controlPlane.close();
    }

    @Test
    void saysHelloWithWhatItIsMadeOfAndHolds() throws InterruptedException {
        node.accept(new NodePlan(9, List.of(), List.of()));
        node.attach(controlPlane);
        Hello hello = controlPlane.awaitStream().awaitHello();
        assertThat(hello.getGenerationHeld()).isEqualTo(9);
        assertThat(hello.getHost().getCpus()).isEqualTo(2);
        assertThat(hello.getHost().getRuntime()).isEqualTo("simulated");
        assertThat(hello.getHost().getAgentVersion()).isEqualTo("1.2.3");
    }

    @Test
    void saysNothingMoreBeforeItIsWelcome() throws InterruptedException {
        controlPlane.welcomes = false;
        node.attach(controlPlane);
        FakeStream stream = controlPlane.awaitStream();
        stream.awaitHello();
        node.board.applied(1);
        assertThat(stream.reports).isEmpty();
        stream.welcome(1000);
        assertThat(stream.awaitReport().getWhole()).isTrue();
    }

    @Test
    void handsOverThePlansThatArrive() throws InterruptedException {
        node.attach(controlPlane);
        controlPlane.awaitStream().plan(wirePlan(3));
        assertThat(FakeControlPlane.await(node.accepted, "plan"))
                .isEqualTo(new NodePlan(
                        3,
                        List.of(SliverPlan.plain("demo_hello", Goal.RUNNING, "busybox", 7, 1)),
                        List.of(new ImagePlan("busybox", ImageKind.BUSYBOX, ""))));
    }

    @Test
    void ignoresAPlanOlderThanTheOneItHolds() throws InterruptedException {
        node.attach(controlPlane);
        FakeStream stream = controlPlane.awaitStream();
        stream.plan(wirePlan(3));
        stream.plan(wirePlan(2));
        stream.plan(wirePlan(4));
        assertThat(FakeControlPlane.await(node.accepted, "plan").generation()).isEqualTo(3);
        assertThat(FakeControlPlane.await(node.accepted, "plan").generation()).isEqualTo(4);
    }

    @Test
    void tellsEverythingFirstAndThenWhatChanged() throws InterruptedException {
        node.board.put(sliver("demo_one", 0));
        node.attach(controlPlane);
        FakeStream stream = controlPlane.awaitStream();
        NodeReport first = stream.awaitReport();
        assertThat(first.getWhole()).isTrue();
        assertThat(first.getSliversList()).extracting(SliverReport::getSlice).containsExactly("demo_one");

        node.board.put(sliver("demo_two", 0));
        NodeReport second = stream.awaitReport();
        assertThat(second.getWhole()).isFalse();
        assertThat(second.getSliversList()).extracting(SliverReport::getSlice).containsExactly("demo_two");

        node.board.remove("demo_one");
        assertThat(stream.awaitReport().getGoneList()).containsExactly("demo_one");
    }

    @Test
    void comesBackAfterAReportThatItCannotSend() throws InterruptedException {
        node.board.put(new SliverStatus("demo_one", 0, SliverState.RUNNING, "", Instant.MAX, 1, ""));
        node.attach(controlPlane);
        controlPlane.awaitStream();
        // Only a second stream shows that the first one ended by the report; mended earlier, it might never be sent.
        List<FakeStream> later = new ArrayList<>(List.of(controlPlane.awaitStream()));
        node.board.put(sliver("demo_one", 0));
        await().until(() -> {
            controlPlane.streams.drainTo(later);
            return later.stream().anyMatch(stream -> !stream.reports.isEmpty());
        });
    }

    @Test
    void beatsItsHeartWithWhatItHasApplied() throws InterruptedException {
        controlPlane.heartbeatMillis = 100;
        node.board.applied(5);
        node.attach(controlPlane);
        FakeStream stream = controlPlane.awaitStream();
        assertThat(FakeControlPlane.await(stream.heartbeats, "heartbeat")).isEqualTo(5);
        assertThat(FakeControlPlane.await(stream.heartbeats, "heartbeat")).isEqualTo(5);
    }

    @Test
    void foldsAThousandChangesIntoAFewReportsAndLosesNone() throws InterruptedException {
        node.attach(controlPlane);
        FakeStream stream = controlPlane.awaitStream();
        stream.awaitReport();
        long begin = System.nanoTime();
        for (int i = 1; i <= 1000; i++) {
            node.board.put(sliver("demo_" + i % 50, i));
        }
        node.board.applied(77);
        List<NodeReport> reports = new ArrayList<>();
        do {
            reports.add(stream.awaitReport());
        } while (reports.getLast().getGenerationApplied() != 77);
        long spacings = (System.nanoTime() - begin) / 20_000_000;
        Map<String, SliverReport> latest = new HashMap<>();
        reports.forEach(report -> report.getSliversList().forEach(sliver -> latest.put(sliver.getSlice(), sliver)));
        assertThat(reports.size()).isLessThanOrEqualTo((int) spacings + 2);
        assertThat(latest).hasSize(50);
        assertThat(latest.values())
                .allSatisfy(sliver -> assertThat(sliver.getIncarnation()).isGreaterThan(950));
    }

    @Test
    void comesBackAfterTheControlPlaneDied() throws Exception {
        node.attach(controlPlane);
        controlPlane.awaitStream().awaitReport();
        controlPlane.stop();
        node.board.put(sliver("demo_meanwhile", 1));
        controlPlane.startAgain();
        NodeReport first = controlPlane.awaitStream().awaitReport();
        assertThat(first.getWhole()).isTrue();
        assertThat(first.getSliversList()).extracting(SliverReport::getSlice).containsExactly("demo_meanwhile");
    }

    @Test
    void comesBackAfterTheControlPlaneEndedTheStream() throws InterruptedException {
        node.attach(controlPlane);
        FakeStream stream = controlPlane.awaitStream();
        stream.awaitReport();
        stream.end();
        controlPlane.awaitStream().awaitHello();
    }

    @Test
    void toleratesAMessageFromTheFuture() throws InterruptedException {
        node.attach(controlPlane);
        FakeStream stream = controlPlane.awaitStream();
        stream.awaitReport();
        stream.send(org.lamella.protocol.ControlMessage.getDefaultInstance());
        stream.plan(wirePlan(3));
        FakeControlPlane.await(node.accepted, "plan");
        assertThat(stream.ended.getCount()).isEqualTo(1);
    }

    @Test
    void reportsASliverItDoesNotUnderstand() throws InterruptedException {
        node.attach(controlPlane);
        FakeStream stream = controlPlane.awaitStream();
        stream.awaitReport();
        org.lamella.protocol.NodePlan.Builder plan = wirePlan(3).toBuilder();
        plan.getSliversBuilder(0).setGoalValue(42);
        stream.plan(plan.build());
        SliverReport report = stream.awaitReport().getSlivers(0);
        assertThat(report.getState()).isEqualTo(org.lamella.protocol.SliverState.SLIVER_STATE_FAILED);
        assertThat(report.getReason()).contains("goal 42");
    }

    @Test
    void reportsWhichCoresAreASliversOwn() throws InterruptedException {
        node.board.put(
                new SliverStatus("demo_one", 1, SliverState.RUNNING, "", NOON, 1, "", false, DiskUse.UNKNOWN, "0-1,4"));
        node.attach(controlPlane);
        assertThat(controlPlane.awaitStream().awaitReport().getSlivers(0).getCores())
                .isEqualTo("0-1,4");
    }

    @Test
    void reportsWhatASliverAwaits() throws InterruptedException {
        Awaited awaited = new Awaited("its disk grows at its next start", Optional.of(SliverDisk.USUAL), false);
        node.board.put(new SliverStatus(
                "demo_one",
                1,
                SliverState.RUNNING,
                awaited.words(),
                NOON,
                1,
                "",
                false,
                DiskUse.UNKNOWN,
                "",
                awaited,
                SliverLink.NONE));
        node.attach(controlPlane);
        SliverAwaits awaits =
                controlPlane.awaitStream().awaitReport().getSlivers(0).getAwaits();
        assertThat(awaits.getWords()).isEqualTo(awaited.words());
        assertThat(awaits.getDisk().getBytes()).isEqualTo(SliverDisk.USUAL.bytes());
        assertThat(awaits.getTraffic()).isFalse();
    }

    @Test
    void endsTheStreamWhenItCloses() throws InterruptedException {
        node.attach(controlPlane);
        FakeStream stream = controlPlane.awaitStream();
        stream.awaitReport();
        node.close();
        await().atMost(30, SECONDS).until(() -> stream.ended.getCount() == 0);
    }

    private static SliverStatus sliver(String slice, long incarnation) {
        return new SliverStatus(slice, incarnation, SliverState.RUNNING, "", NOON, 1, "");
    }

    private static org.lamella.protocol.NodePlan wirePlan(long generation) {
        return org.lamella.protocol.NodePlan.newBuilder()
                .setGeneration(generation)
                .addSlivers(org.lamella.protocol.SliverPlan.newBuilder()
                        .setSlice("demo_hello")
                        .setGoal(SliverGoal.SLIVER_GOAL_RUNNING)
                        .setImage("busybox")
                        .setIncarnation(7)
                        .setGeneration(1))
                .addImages(org.lamella.protocol.ImagePlan.newBuilder()
                        .setName("busybox")
                        .setKind(org.lamella.protocol.ImageKind.IMAGE_KIND_BUSYBOX))
                .build();
    }
}
