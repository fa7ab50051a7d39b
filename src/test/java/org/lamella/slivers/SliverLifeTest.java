package org.lamella.slivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lamella.protocol.SliverState.SLIVER_STATE_DEGRADED;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.protocol.SliverGoal;
import org.lamella.protocol.SliverPlan;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What owners do with slivers, over REST and down to the node's plan. */
@ControlPlaneTest
class SliverLifeTest {
    private static final String SLICE = "/api/v1/slices/demo_a";
    private static final String SLIVER = SLICE + "/slivers/node1";

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private JdbcClient jdbc;

    private AgentStream stream;

    @BeforeEach
    void aSliverRuns() {
        stream = agents.ready("node1");
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\", \"slivers\": {\"nodes\": [\"node1\"]}}");
        stream.runAll(1);
        await().until(() -> rest.get(SLIVER).json().path("state").stringValue().equals("RUNNING"));
    }

    @Test
    void staysStoppedWhenItsSliceIsResumed() {
        JsonNode stopped = act("stop");
        assertThat(stopped.path("goal").stringValue()).isEqualTo("STOPPED");
        assertThat(stopped.path("life").path("halted").booleanValue()).isTrue();
        stream.awaitGoals(1, SliverGoal.SLIVER_GOAL_STOPPED);

        rest.post(SLICE + "/suspension", "{\"reason\": \"a test\"}");
        rest.delete(SLICE + "/suspension");
        assertThat(rest.get(SLICE).json().path("goal").stringValue()).isEqualTo("RUNNING");
        assertThat(rest.get(SLIVER).json().path("goal").stringValue()).isEqualTo("STOPPED");

        assertThat(act("start").path("goal").stringValue()).isEqualTo("RUNNING");
        stream.awaitGoals(1, SliverGoal.SLIVER_GOAL_RUNNING);
        assertThat(audited()).containsExactly("sliver-stopped on node1", "sliver-started on node1");
    }

    @Test
    void startsWithItsSliceWhenItWasStartedWhileThatWasStopped() {
        act("stop");
        rest.post(SLICE + "/suspension", "{\"reason\": \"a test\"}");
        assertThat(act("start").path("goal").stringValue()).isEqualTo("STOPPED");
        assertThat(rest.post(SLIVER + "/restart").detail())
                .startsWith("the slice demo_a is stopped (")
                .endsWith("): nothing runs on node1");
        rest.delete(SLICE + "/suspension");
        stream.awaitGoals(1, SliverGoal.SLIVER_GOAL_RUNNING);
    }

    @Test
    void wantsNumbersAndNoOrders() {
        SliverPlan before = plan();
        act("restart");
        act("restart");
        act("reset");
        JsonNode frozen = act("freeze");
        assertThat(frozen.path("life").path("frozenWanted").booleanValue()).isTrue();
        assertThat(frozen.path("life").path("frozen").booleanValue()).isFalse();
        act("freeze");
        await().untilAsserted(() -> assertThat(plan().getLife().getFrozen()).isTrue());
        assertThat(plan().getLife().getRestarts()).isEqualTo(2);
        assertThat(plan().getLife().getResets()).isEqualTo(1);
        assertThat(plan().getIncarnation()).isEqualTo(before.getIncarnation());
        assertThat(plan().getGeneration()).isEqualTo(before.getGeneration() + 4);

        stream.reportAllFrozen();
        await().untilAsserted(() -> {
            JsonNode seen = rest.get(SLIVER).json();
            assertThat(seen.path("life").path("frozen").booleanValue()).isTrue();
            assertThat(seen.path("state").stringValue()).isEqualTo("RUNNING");
            assertThat(seen.path("generationApplied").longValue())
                    .isEqualTo(seen.path("generationWanted").longValue());
        });
        act("thaw");
        await().until(() -> !plan().getLife().getFrozen());
        assertThat(audited())
                .containsExactly(
                        "sliver-restarted on node1",
                        "sliver-restarted on node1",
                        "sliver-reset on node1",
                        "sliver-frozen on node1",
                        "sliver-thawed on node1");
    }

    @Test
    void becomesAnotherIncarnationWhenItIsRebuilt() {
        SliverPlan before = plan();
        long rebuilt = act("rebuild").path("life").path("incarnation").longValue();
        assertThat(rebuilt).isGreaterThan(before.getIncarnation());
        await().until(() -> plan().getIncarnation() == rebuilt);

        stream.report(before, "the old one");
        stream.reportAll(SLIVER_STATE_DEGRADED, "the new one");
        await().until(() -> rest.get(SLIVER).json().path("reason").stringValue().equals("the new one"));

        // A sliver that is attached later is not taken for either of the two.
        agents.ready("node2");
        rest.post(SLICE + "/slivers", "{\"nodes\": [\"node2\"]}");
        assertThat(rest.get(SLICE + "/slivers/node2")
                        .json()
                        .path("life")
                        .path("incarnation")
                        .longValue())
                .isGreaterThan(rebuilt);
    }

    @Test
    void doesItWithSeveralSliversAndSaysOfEachWhatCameOfIt() {
        agents.ready("node2");
        rest.post(SLICE + "/slivers", "{\"nodes\": [\"node2\"]}");
        rest.post(SLICE + "/slivers/node2/stop");
        Rest.Answer answer = rest.post(SLICE + "/sliver-actions", "{\"action\": \"RESTART\"}");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.texts("items", "node")).containsExactly("node1", "node2");
        assertThat(answer.json().path("items").path(0).path("done").booleanValue())
                .isTrue();
        assertThat(answer.json().path("items").path(1).path("words").stringValue())
                .isEqualTo("the sliver of demo_a on node2 was stopped by its owner; start it");
        assertThat(rest.get(SLIVER).json().path("life").path("restarts").longValue())
                .isEqualTo(1);

        Rest.Answer some =
                rest.post(SLICE + "/sliver-actions", "{\"action\": \"STOP\", \"nodes\": [\"node2\", \"node9\"]}");
        assertThat(some.texts("items", "words")).containsExactly("is to be stopped", "demo_a has no sliver there");
        assertThat(rest.post(SLICE + "/sliver-actions", "{\"action\": \"EXPLODE\", \"node\": 1}")
                        .wrongFields())
                .containsExactly("node", "action");
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThat(rest.post(SLICE + "/slivers/node9/restart").status()).isEqualTo(404);
        act("stop");
        Rest.Answer refused = rest.post(SLIVER + "/freeze");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.detail()).isEqualTo("the sliver of demo_a on node1 was stopped by its owner; start it");
        rest.delete(SLIVER);
        assertThat(rest.post(SLIVER + "/start").detail()).isEqualTo("the sliver of demo_a on node1 is being removed");
    }

    private JsonNode act(String action) {
        Rest.Answer answer = rest.post(SLIVER + "/" + action);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.json();
    }

    private SliverPlan plan() {
        return stream.plans().getLast().getSlivers(0);
    }

    private List<String> audited() {
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> jdbc.sql(
                                        "select action || ' ' || detail from audit_events where action like 'sliver-%' and action <> 'sliver-attached' order by id")
                                .query(String.class)
                                .list(),
                        found -> !found.isEmpty());
    }
}
