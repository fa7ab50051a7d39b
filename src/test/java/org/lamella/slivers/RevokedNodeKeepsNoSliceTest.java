package org.lamella.slivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;

/** A node that will never report again must not keep the slices that want to leave it. */
@ControlPlaneTest
class RevokedNodeKeepsNoSliceTest {
    private static final String SLICE = "/api/v1/slices/demo_a";

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Test
    void letsGoWhenItIsRevoked() {
        aSliverRuns();
        rest.delete(SLICE);
        assertThat(rest.get(SLICE).json().path("state").stringValue()).isEqualTo("DELETING");
        rest.post("/api/v1/nodes/node1/revoke");
        assertThat(rest.get(SLICE).status()).isEqualTo(404);
    }

    @Test
    void letsGoAtOnceWhenItWasRevokedBefore() {
        aSliverRuns();
        rest.post("/api/v1/nodes/node1/revoke");
        assertThat(rest.get(SLICE + "/slivers/node1").status()).isEqualTo(200);
        rest.delete(SLICE + "/slivers/node1");
        assertThat(rest.get(SLICE + "/slivers/node1").status()).isEqualTo(404);
        assertThat(rest.get(SLICE).json().path("state").stringValue()).isEqualTo("EMPTY");
    }

    @Test
    void letsGoAtOnceWhenItNeverJoined() {
        agents.add("node1");
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\", \"slivers\": {\"nodes\": [\"node1\"]}}");
        rest.delete(SLICE);
        assertThat(rest.get(SLICE).status()).isEqualTo(404);
    }

    private void aSliverRuns() {
        AgentStream stream = agents.ready("node1");
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\", \"slivers\": {\"count\": 1}}");
        stream.runAll(1);
        await().until(() -> rest.get(SLICE).json().path("state").stringValue().equals("RUNNING"));
    }
}
