package org.lamella.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.agentlink.Agents;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;

/** Nodes that come, and nodes that are forgotten. */
@ControlPlaneTest
class NodeRemovalTest {
    private static final String NODE = "/api/v1/nodes/node1";

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private People people;

    @Test
    void removesANodeThatNeverJoined() {
        agents.add("node1");
        assertThat(people.at("demo", Role.TECH).rest().delete(NODE).status()).isEqualTo(403);
        assertThat(people.at("demo", Role.PI).rest().delete(NODE).status()).isEqualTo(204);
        assertThat(rest.get(NODE).status()).isEqualTo(404);
        assertThat(rest.delete(NODE).status()).isEqualTo(404);
    }

    @Test
    void removesANodeOnlyOnceItIsRevoked() {
        agents.ready("node1");
        var refused = rest.delete(NODE);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.detail()).contains("is READY; revoke its certificate before");
        rest.post(NODE + "/revoke");
        assertThat(rest.delete(NODE).status()).isEqualTo(204);
        assertThat(agents.add("node1")).isNotEmpty();
    }

    @Test
    void keepsANodeThatSlicesHaveSliversOn() {
        agents.add("node1");
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\", \"slivers\": {\"nodes\": [\"node1\"]}}");
        var refused = rest.delete(NODE);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.detail())
                .isEqualTo("slices still have slivers on the node node1; they must be detached first");
        assertThat(rest.get(NODE).json().path("slivers").intValue()).isEqualTo(1);
    }

    @Test
    void letsAPiAddNodesToTheOwnSiteOnly() {
        people.site("other");
        Rest pi = people.at("other", Role.PI).rest();
        assertThat(pi.post("/api/v1/nodes", "{\"name\": \"node1\", \"site\": \"other\"}")
                        .status())
                .isEqualTo(201);
        var refused = pi.post("/api/v1/nodes", "{\"name\": \"node2\", \"site\": \"demo\"}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.detail()).isEqualTo("only a PI of demo or an admin may add nodes to it");
        agents.add("node3");
        assertThat(pi.post("/api/v1/nodes/node3/revoke").status()).isEqualTo(403);
        assertThat(pi.post("/api/v1/nodes/node3/join-code").status()).isEqualTo(403);
    }

    @Test
    void callsNoNodeAsAPageIsCalled() {
        assertThat(rest.post("/api/v1/nodes", "{\"name\": \"new\"}").wrongFields())
                .containsExactly("name");
    }
}
