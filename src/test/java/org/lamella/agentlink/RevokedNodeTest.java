package org.lamella.agentlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.lamella.nodes.Enrolment;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;

/** An admin voids a node's certificates while its agent is connected. */
@ControlPlaneTest
class RevokedNodeTest {
    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private Enrolment enrolment;

    @Test
    void losesItsStreamAtOnceAndGetsNoOther() {
        ScriptedAgent agent = agents.joined("node1");
        AgentStream stream = agent.attach();
        revoke();
        await().until(() -> !stream.isOpen());
        assertThat(stream.awaitEnd().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(agent.open().awaitEnd().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(state()).isEqualTo("REVOKED");
    }

    @Test
    void cannotUndoItByAStreamThatItKeptInReserve() {
        ScriptedAgent agent = agents.joined("node1");
        AgentStream reserve = agent.open();
        agent.attach();
        revoke();
        reserve.hello(0);
        assertThat(reserve.awaitEnd().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(state()).isEqualTo("REVOKED");
    }

    @Test
    void getsNoNewCertificateByACallThatHadBegunBefore() {
        ScriptedAgent agent = agents.joined("node1");
        Enrolment.Peer peer = enrolment.peerOf(agent.identity().leaf()).orElseThrow();
        revoke();
        assertThat(enrolment.renew(peer, agent.identity().csr())).isEmpty();
    }

    @Test
    void leavesItsSliversUnknown() {
        AgentStream stream = agents.ready("node1");
        rest.post("/api/v1/slices", "{\"name\":\"demo_a\",\"slivers\":{\"count\":1}}");
        stream.runAll(1);
        await().until(() -> sliverState().equals("RUNNING"));
        revoke();
        assertThat(sliverState()).isEqualTo("UNKNOWN");
    }

    @Test
    void comesBackWithANewCode() {
        AgentStream stream = agents.ready("node1");
        rest.post("/api/v1/slices", "{\"name\":\"demo_a\",\"slivers\":{\"count\":1}}");
        stream.runAll(1);
        revoke();
        stream.awaitEnd();
        String code = rest.post("/api/v1/nodes/node1/join-code")
                .json()
                .path("joinCode")
                .stringValue();
        AgentStream again = agents.join(code).attach();
        again.runAll(1);
        await().until(() -> sliverState().equals("RUNNING"));
        assertThat(state()).isEqualTo("READY");
    }

    @Test
    void isNotChosenForNewSlivers() {
        agents.ready("node1");
        revoke();
        var byCount = rest.post("/api/v1/slices", "{\"name\":\"demo_a\",\"slivers\":{\"count\":1}}");
        assertThat(byCount.status()).isEqualTo(409);
        var byName = rest.post("/api/v1/slices", "{\"name\":\"demo_a\",\"slivers\":{\"nodes\":[\"node1\"]}}");
        assertThat(byName.status()).isEqualTo(409);
        assertThat(byName.detail()).contains("node1 is revoked since");
    }

    private void revoke() {
        assertThat(rest.post("/api/v1/nodes/node1/revoke").status()).isEqualTo(200);
    }

    private String state() {
        return rest.get("/api/v1/nodes/node1").json().path("state").stringValue();
    }

    private String sliverState() {
        return rest.get("/api/v1/slices/demo_a/slivers/node1")
                .json()
                .path("state")
                .stringValue();
    }
}
