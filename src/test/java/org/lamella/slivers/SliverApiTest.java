package org.lamella.slivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;

/** Slivers over REST: attached, refused, detached. */
@ControlPlaneTest
class SliverApiTest {
    private static final String SLIVERS = "/api/v1/slices/demo_a/slivers";

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @BeforeEach
    void aSliceIsOnNoNodeYet() {
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\"}");
    }

    @Test
    void choosesTheLeastUsedNodes() {
        agents.ready("node1");
        agents.ready("node2");
        agents.ready("node3");
        rest.post("/api/v1/slices", "{\"name\": \"demo_b\", \"slivers\": {\"nodes\": [\"node1\", \"node2\"]}}");
        rest.post("/api/v1/slices", "{\"name\": \"demo_c\", \"slivers\": {\"nodes\": [\"node1\"]}}");
        assertThat(rest.post(SLIVERS, "{\"count\": 2}").texts("items", "node")).containsExactly("node2", "node3");
        assertThat(rest.post(SLIVERS, "{\"count\": 1}").texts("items", "node"))
                .containsExactly("node1", "node2", "node3");
        var none = rest.post(SLIVERS, "{\"count\": 1}");
        assertThat(none.status()).isEqualTo(409);
        assertThat(none.detail())
                .isEqualTo("1 node is asked for, 0 get a sliver (3 with a sliver of the slice already)");
    }

    @Test
    void takesTheNodesThatAreNamedReadyOrNot() {
        agents.ready("node1");
        agents.add("node2");
        var answer = rest.post(SLIVERS, "{\"nodes\": [\"node2\", \"node1\"]}");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.texts("items", "node")).containsExactly("node1", "node2");
        assertThat(answer.texts("items", "state")).containsOnly("PENDING");
    }

    @Test
    void takesANodeThatIsNamedTwiceOnce() {
        agents.ready("node1");
        assertThat(rest.post(SLIVERS, "{\"nodes\": [\"node1\", \"node1\"]}").texts("items", "node"))
                .containsExactly("node1");
    }

    @Test
    void refusesNodesThatTheSliceIsOnAlready() {
        agents.ready("node1");
        agents.ready("node2");
        agents.ready("node3");
        rest.post(SLIVERS, "{\"nodes\": [\"node1\", \"node2\"]}");
        var answer = rest.post(SLIVERS, "{\"nodes\": [\"node1\", \"node3\", \"node2\"]}");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.texts("conflicts", "message"))
                .containsExactly("node1 has a sliver of the slice already", "node2 has a sliver of the slice already");
        assertThat(answer.json().path("alternatives").path(0).path("body").toString())
                .isEqualTo("{\"nodes\":[\"node3\"]}");
        assertThat(rest.get(SLIVERS).texts("items", "node")).containsExactly("node1", "node2");
    }

    @Test
    void saysEverythingThatIsWrongWithAPlacement() {
        assertThat(rest.post(SLIVERS, "{}").wrongFields()).containsExactly("count");
        assertThat(rest.post(SLIVERS, "{\"count\": 1, \"nodes\": [\"node8\", \"node9\"]}")
                        .wrongFields())
                .containsExactly("count");
        assertThat(rest.post(SLIVERS, "{\"nodes\": [\"node8\", \"node9\"]}").wrongFields())
                .containsExactly("nodes", "nodes");
        assertThat(rest.post(SLIVERS, "{\"count\": 5001}").detail()).contains("must be 1 to 5000, not 5001");
        assertThat(rest.post("/api/v1/slices/demo_none/slivers", "{\"count\": 1}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void refusesToAttachToASliceThatIsBeingDeleted() {
        agents.ready("node1");
        rest.post(SLIVERS, "{\"count\": 1}");
        rest.delete("/api/v1/slices/demo_a");
        var answer = rest.post(SLIVERS, "{\"count\": 1}");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("state-conflict");
        assertThat(answer.detail()).isEqualTo("the slice demo_a is being deleted");
    }

    @Test
    void detachesOneSliverAndKeepsTheSlice() {
        AgentStream stream = agents.ready("node1");
        agents.ready("node2");
        rest.post(SLIVERS, "{\"count\": 2}");
        stream.runAll(1);
        assertThat(rest.delete(SLIVERS + "/node1").status()).isEqualTo(202);
        assertThat(rest.get(SLIVERS + "/node1").json().path("goal").stringValue())
                .isEqualTo("ABSENT");
        assertThat(rest.delete(SLIVERS + "/node1").status()).isEqualTo(202);
        assertThat(rest.post(SLIVERS, "{\"nodes\": [\"node1\"]}").detail())
                .contains("node1 is still letting go of the slice's last sliver there");
        stream.runAll(0);
        await().until(() -> rest.get(SLIVERS + "/node1").status() == 404);
        assertThat(rest.get(SLIVERS).texts("items", "node")).containsExactly("node2");
        assertThat(rest.delete(SLIVERS + "/node1").detail())
                .isEqualTo("there is no sliver of demo_a on the node node1");
    }

    @Test
    void givesAnAttachedAgainSliverAnotherIncarnation() {
        AgentStream stream = agents.ready("node1");
        rest.post(SLIVERS, "{\"count\": 1}");
        stream.runAll(1);
        rest.delete(SLIVERS + "/node1");
        stream.runAll(0);
        await().until(() -> rest.get(SLIVERS + "/node1").status() == 404);
        rest.post(SLIVERS, "{\"count\": 1}");
        stream.runAll(1);
        await().until(() ->
                rest.get(SLIVERS + "/node1").json().path("state").stringValue().equals("RUNNING"));
    }
}
