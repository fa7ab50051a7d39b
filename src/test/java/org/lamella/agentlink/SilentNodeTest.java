package org.lamella.agentlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.nodes.Liveness;
import org.lamella.protocol.NodeReport;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.lamella.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A node's heartbeats fail to come. */
@ControlPlaneTest
class SilentNodeTest {
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private SettableClock clock;

    @Autowired
    private Liveness liveness;

    @Autowired
    private JdbcClient jdbc;

    private AgentStream stream;
    private Instant lastHeard;

    @BeforeEach
    void aSliverRunsOnANodeThatIsHeardOf() {
        liveness.markTheSilent();
        stream = agents.ready("node1");
        assertThat(rest.post("/api/v1/slices", "{\"name\":\"demo_a\",\"slivers\":{\"count\":1}}")
                        .status())
                .isEqualTo(201);
        stream.runAll(1);
        await().until(() -> sliver().path("state").stringValue().equals("RUNNING"));
        lastHeard = clock.instant();
    }

    @Test
    void isUnreachableAfterThreeMissedHeartbeatsAndItsSliversUnknown() {
        beat(3);
        assertThat(node().path("state").stringValue()).isEqualTo("READY");
        beat(1);
        assertThat(node().path("state").stringValue()).isEqualTo("UNREACHABLE");
        assertThat(sliver().path("state").stringValue()).isEqualTo("UNKNOWN");
        assertThat(sliver().path("reason").stringValue()).isEqualTo("not heard of since " + lastHeard);
        assertThat(audited("node-unreachable")).containsExactly("last heard of at " + lastHeard);
    }

    @Test
    void isNeverPutAbsentByItsSilence() {
        beat(40);
        assertThat(sliver().path("goal").stringValue()).isEqualTo("RUNNING");
        assertThat(sliver().path("generationWanted").longValue()).isEqualTo(1);
        assertThat(audited("sliver-detached")).isEmpty();
        assertThat(stream.plans().getLast().getSliversCount()).isEqualTo(1);
    }

    @Test
    void staysReadyWhileItsHeartbeatsCome() {
        for (int count = 0; count < 6; count++) {
            clock.advance(HEARTBEAT);
            stream.heartbeat(1);
            await().until(() -> node().path("lastHeartbeat")
                    .stringValue()
                    .equals(clock.instant().toString()));
            liveness.markTheSilent();
        }
        assertThat(node().path("state").stringValue()).isEqualTo("READY");
        assertThat(sliver().path("state").stringValue()).isEqualTo("RUNNING");
    }

    @Test
    void hasItsStatesBackWithItsNextWholeReport() {
        beat(4);
        stream.awaitEnd();
        agents.closeAll();
        String code = rest.post("/api/v1/nodes/node1/join-code")
                .json()
                .path("joinCode")
                .stringValue();
        AgentStream again = agents.join(code).attach();
        assertThat(node().path("state").stringValue()).isEqualTo("READY");
        assertThat(sliver().path("state").stringValue()).isEqualTo("UNKNOWN");
        again.runAll(1);
        await().until(() -> sliver().path("state").stringValue().equals("RUNNING"));
    }

    /** A machine that was asleep, or whose packets were held up: its stream is still there, and it has no reason to redial. */
    @Test
    void isToldToOpenAnotherStreamWhenItSpeaksAgainOnTheOldOne() {
        beat(4);
        assertThat(stream.awaitEnd().getCode()).isEqualTo(Status.Code.ABORTED);
    }

    @Test
    void isNotBlamedWhenTheControlPlaneWasTheOneAsleep() {
        clock.advance(Duration.ofMinutes(10));
        liveness.markTheSilent();
        assertThat(node().path("state").stringValue()).isEqualTo("READY");
        assertThat(sliver().path("state").stringValue()).isEqualTo("RUNNING");
    }

    @Test
    void saysNothingOfASliverThatIsPendingThere() {
        stream.report(NodeReport.getDefaultInstance());
        rest.post("/api/v1/slices", "{\"name\":\"demo_b\",\"slivers\":{\"count\":1}}");
        beat(4);
        assertThat(rest.get("/api/v1/slices/demo_b/slivers/node1")
                        .json()
                        .path("state")
                        .stringValue())
                .isEqualTo("PENDING");
    }

    private void beat(int times) {
        for (int count = 0; count < times; count++) {
            clock.advance(HEARTBEAT);
            liveness.markTheSilent();
        }
    }

    private List<String> audited(String action) {
        return jdbc.sql("select detail from audit_events where action = ?")
                .param(action)
                .query(String.class)
                .list();
    }

    private JsonNode node() {
        return rest.get("/api/v1/nodes/node1").json();
    }

    private JsonNode sliver() {
        return rest.get("/api/v1/slices/demo_a/slivers/node1").json();
    }
}
