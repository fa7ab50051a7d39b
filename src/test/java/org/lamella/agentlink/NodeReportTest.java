package org.lamella.agentlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.protocol.NodePlan;
import org.lamella.protocol.NodeReport;
import org.lamella.protocol.SliverReport;
import org.lamella.protocol.SliverState;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What nodes say, and what becomes of it. */
@ControlPlaneTest
class NodeReportTest {
    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private JdbcClient jdbc;

    private ScriptedAgent agent;
    private AgentStream stream;
    private NodePlan plan;

    @BeforeEach
    void aNodeHasBeenSentASliver() {
        agent = agents.joined("node1");
        stream = agent.attach();
        rest.post("/api/v1/slices", "{\"name\":\"demo_a\",\"slivers\":{\"nodes\":[\"node1\"]}}");
        plan = stream.awaitPlan(1);
    }

    @Test
    void showsGoalAndStateSideBySide() {
        assertThat(texts(sliver(), "goal", "state")).containsExactly("RUNNING", "PENDING");
        assertThat(sliver().path("generationApplied").longValue()).isZero();
        stream.reportAll(SliverState.SLIVER_STATE_STARTING, "building image busybox: 41 %");
        awaitState("STARTING");
        assertThat(texts(sliver(), "goal", "reason")).containsExactly("RUNNING", "building image busybox: 41 %");
        stream.reportAllRunning();
        awaitState("RUNNING");
        assertThat(sliver().path("generationWanted").longValue()).isEqualTo(plan.getGeneration());
        assertThat(sliver().path("generationApplied").longValue()).isEqualTo(plan.getGeneration());
        assertThat(texts(sliver(), "reason", "imageDigest")).containsExactly("", "sha256:0a");
        assertThat(rest.get("/api/v1/slices/demo_a")
                        .json()
                        .path("slivers")
                        .path("running")
                        .intValue())
                .isEqualTo(1);
    }

    @Test
    void showsProgressWithoutAChangeOfState() {
        stream.reportAll(SliverState.SLIVER_STATE_STARTING, "building image: 1 %");
        stream.reportAll(SliverState.SLIVER_STATE_STARTING, "building image: 2 %");
        await().until(() -> sliver().path("reason").stringValue().equals("building image: 2 %"));
    }

    @Test
    void auditsAFailureWithItsReason() {
        stream.reportAll(SliverState.SLIVER_STATE_FAILED, "the image does not unpack");
        awaitState("FAILED");
        assertThat(sliver().path("reason").stringValue()).isEqualTo("the image does not unpack");
        assertThat(audited("sliver-trouble"))
                .containsExactly("node1 PENDING to FAILED on node1: the image does not unpack");
    }

    @Test
    void ignoresAnotherIncarnation() {
        SliverReport other = AgentStream.seen(
                        plan.getSlivers(0), plan.getGeneration(), SliverState.SLIVER_STATE_RUNNING, "an older life")
                .toBuilder()
                .setIncarnation(plan.getSlivers(0).getIncarnation() + 1_000)
                .build();
        stream.report(whole(other));
        awaitApplied();
        assertThat(texts(sliver(), "state", "reason")).containsExactly("PENDING", "");
    }

    @Test
    void ignoresASliverThatItNeverAskedFor() {
        SliverReport stranger =
                AgentStream.seen(plan.getSlivers(0), plan.getGeneration(), SliverState.SLIVER_STATE_RUNNING, "")
                        .toBuilder()
                        .setSlice("demo_stranger")
                        .build();
        stream.report(whole(stranger));
        awaitApplied();
        assertThat(rest.get("/api/v1/slices/demo_stranger").status()).isEqualTo(404);
    }

    @Test
    void takesASliverThatAWholeReportLacksAsStopped() {
        stream.reportAllRunning();
        awaitState("RUNNING");
        stream.report(whole());
        awaitState("STOPPED");
    }

    @Test
    void takesASliverThatIsSaidToBeGoneAsStopped() {
        stream.reportAllRunning();
        awaitState("RUNNING");
        stream.report(NodeReport.newBuilder()
                .setGenerationApplied(1)
                .addGone("demo_a")
                .build());
        awaitState("STOPPED");
    }

    @Test
    void leavesAloneWhatAPartialReportDoesNotMention() {
        stream.reportAllRunning();
        awaitState("RUNNING");
        rest.post("/api/v1/slices", "{\"name\":\"demo_b\",\"slivers\":{\"nodes\":[\"node1\"]}}");
        NodePlan next = stream.awaitPlan(2);
        stream.report(NodeReport.newBuilder()
                .setGenerationApplied(next.getGeneration())
                .addSlivers(AgentStream.seen(
                        next.getSlivers(1), next.getGeneration(), SliverState.SLIVER_STATE_FAILED, "no room"))
                .build());
        await().until(() -> rest.get("/api/v1/slices/demo_b/slivers/node1")
                .json()
                .path("state")
                .stringValue()
                .equals("FAILED"));
        assertThat(texts(sliver(), "state")).containsExactly("RUNNING");
    }

    @Test
    void believesOnlyTheNewestStream() {
        AgentStream newer = agent.attach();
        assertThat(stream.awaitEnd().getCode()).isEqualTo(Status.Code.ABORTED);
        newer.runAll(1);
        awaitState("RUNNING");
        assertThat(newer.isOpen()).isTrue();
    }

    /** The stream that another replica still holds: the epoch in the database is all that tells the two apart. */
    @Test
    void refusesAReportOfAnOlderEpochThatComesLate() {
        jdbc.sql("update nodes set session_epoch = session_epoch + 1").update();
        stream.reportAll(SliverState.SLIVER_STATE_FAILED, "said by a stream of the past");
        assertThat(stream.awaitEnd().getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(texts(sliver(), "state")).containsExactly("PENDING");
        assertThat(audited("sliver-trouble")).isEmpty();
    }

    @Test
    void sendsNoPlanDownAStreamOfAnOlderEpoch() {
        jdbc.sql("update nodes set session_epoch = session_epoch + 1").update();
        rest.post("/api/v1/slices", "{\"name\":\"demo_b\",\"slivers\":{\"nodes\":[\"node1\"]}}");
        assertThat(stream.awaitEnd().getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(stream.plans().getLast().getSliversCount()).isEqualTo(1);
    }

    @Test
    void bearsWhatADatabaseCannotKeep() {
        stream.report(
                whole(AgentStream.seen(
                                plan.getSlivers(0),
                                plan.getGeneration(),
                                SliverState.SLIVER_STATE_FAILED,
                                "core \0 dumped")
                        .toBuilder()
                        .setSinceMillis(Long.MAX_VALUE)
                        .build()));
        awaitState("FAILED");
        assertThat(sliver().path("reason").stringValue()).isEqualTo("core \uFFFD dumped");
        stream.reportAll(SliverState.SLIVER_STATE_FAILED, "x".repeat(100_000));
        await().until(() -> sliver().path("reason").stringValue().length() == 2_000);
        assertThat(stream.isOpen()).isTrue();
    }

    @Test
    void refusesAReportAndAHeartbeatBeforeHello() {
        AgentStream reporting = agent.open();
        reporting.report(whole());
        assertThat(reporting.awaitEnd().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        AgentStream beating = agent.open();
        beating.heartbeat(1);
        assertThat(beating.awaitEnd().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void refusesASecondHello() {
        stream.hello(0);
        assertThat(stream.awaitEnd().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void endsAStreamThatTheNodeEnds() {
        stream.complete();
        assertThat(stream.awaitEnd().getCode()).isEqualTo(Status.Code.OK);
    }

    private NodeReport whole(SliverReport... slivers) {
        return NodeReport.newBuilder()
                .setGenerationApplied(plan.getGeneration())
                .setWhole(true)
                .addAllSlivers(List.of(slivers))
                .build();
    }

    private void awaitState(String state) {
        await().until(() -> sliver().path("state").stringValue().equals(state));
    }

    private void awaitApplied() {
        await().until(() ->
                rest.get("/api/v1/nodes/node1").json().path("generationApplied").longValue() == plan.getGeneration());
    }

    private JsonNode sliver() {
        return rest.get("/api/v1/slices/demo_a/slivers/node1").json();
    }

    private List<String> audited(String action) {
        return jdbc.sql("select actor || ' ' || detail from audit_events where action = ?")
                .param(action)
                .query(String.class)
                .list();
    }

    private static List<String> texts(JsonNode node, String... fields) {
        return List.of(fields).stream()
                .map(field -> node.path(field).stringValue())
                .toList();
    }
}
