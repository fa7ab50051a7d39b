package org.lamella.agentlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lamella.protocol.OpenSession;
import org.lamella.protocol.SliverState;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A command in a sliver, from the client's WebSocket to the node and back. */
@ControlPlaneTest
class ExecTest {
    private static final String EXEC = "/api/v1/slices/demo_a/slivers/node1/exec";
    private static final String CAT = "{\"command\": [\"cat\", \"-\"]}";

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private JdbcClient jdbc;

    private ScriptedAgent agent;
    private AgentStream stream;

    @BeforeEach
    void aSliverRuns() {
        agent = agents.joined("node1");
        stream = agent.attach();
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\", \"slivers\": {\"nodes\": [\"node1\"]}}");
        stream.runAll(1);
        await().until(() -> rest.get("/api/v1/slices/demo_a/slivers/node1")
                .json()
                .path("state")
                .stringValue()
                .equals("RUNNING"));
    }

    @Test
    void joinsAClientToAProcess() {
        var client = ExecClientSocket.run(rest, EXEC, """
                {"command": ["sh", "-c", "cat >&2"], "environment": {"A": "1"}, "workingDirectory": "/tmp"}""");
        OpenSession asked = stream.awaitSession();
        assertThat(asked.getSlice()).isEqualTo("demo_a");
        assertThat(asked.getCommandList()).containsExactly("sh", "-c", "cat >&2");
        assertThat(asked.getEnvironmentMap()).containsEntry("A", "1");
        assertThat(asked.getWorkingDirectory()).isEqualTo("/tmp");
        AgentSession session = agent.session().opened(asked.getSessionId());
        client.awaitOpened();
        client.stdin("hello");
        client.text("{\"stdinClosed\": true}");
        session.awaitStdin("hello");
        session.awaitStdinClosed();
        session.stdout("out");
        session.stderr("err");
        session.exit(3);
        assertThat(client.awaitExit()).isEqualTo(3);
        assertThat(client.out()).isEqualTo("out");
        assertThat(client.err()).isEqualTo("err");
        assertThat(client.awaitClosed()).isEqualTo(1000);
        assertThat(session.awaitEnd().isOk()).isTrue();
    }

    @Test
    void givesACommandTheTerminalOfTheClientAndItsNewSize() {
        var client = ExecClientSocket.run(rest, EXEC, """
                {"command": ["sh"], "terminal": {"type": "vt100", "columns": 100, "rows": 30}}""");
        OpenSession asked = stream.awaitSession();
        assertThat(asked.getTerminal().getType()).isEqualTo("vt100");
        assertThat(asked.getTerminal().getSize().getColumns()).isEqualTo(100);
        assertThat(asked.getTerminal().getSize().getRows()).isEqualTo(30);
        AgentSession session = agent.session().opened(asked.getSessionId());
        client.awaitOpened();
        client.text("{\"resize\": {\"columns\": 81, \"rows\": 25}}");
        assertThat(session.awaitResize().getColumns()).isEqualTo(81);
        assertThat(session.awaitResize().getRows()).isEqualTo(25);
        session.stdout("$ ");
        session.exit(0);
        assertThat(client.awaitExit()).isZero();
        assertThat(client.out()).isEqualTo("$ ");
    }

    @Test
    void givesACommandPipesThatAskedForNoTerminal() {
        ExecClientSocket.run(rest, EXEC, CAT);
        assertThat(stream.awaitSession().hasTerminal()).isFalse();
    }

    @Test
    void endsASessionWhoseTerminalWouldHaveNoSize() {
        var client = ExecClientSocket.run(rest, EXEC, CAT);
        AgentSession session = agent.session().opened(stream.awaitSession().getSessionId());
        client.awaitOpened();
        client.text("{\"resize\": {\"columns\": 0, \"rows\": 25}}");
        assertThat(client.awaitClosed()).isEqualTo(1002);
        assertThat(session.awaitEnd().isOk()).isFalse();
    }

    @Test
    void auditsTheProgramAndNotItsArguments() {
        ExecClientSocket.run(rest, EXEC, "{\"command\": [\"mysql\", \"--password=hidden\"]}");
        stream.awaitSession();
        assertThat(jdbc.sql(
                                "select actor || ' ' || object || ' ' || detail from audit_events where action = 'exec-opened'")
                        .query(String.class)
                        .list())
                .containsExactly("admin@localhost demo_a mysql on node1");
    }

    @Test
    void tellsWhyANodeRefuses() {
        var client = ExecClientSocket.run(rest, EXEC, CAT);
        agent.session().refused(stream.awaitSession().getSessionId(), "there is no program cat");
        assertThat(client.awaitProblem().path("detail").stringValue()).isEqualTo("there is no program cat");
        assertThat(client.awaitClosed()).isEqualTo(1000);
    }

    @Test
    void givesUpOnANodeThatDoesNotAnswer() {
        var client = ExecClientSocket.run(rest, EXEC, CAT);
        String id = stream.awaitSession().getSessionId();
        assertThat(client.awaitProblem().path("detail").stringValue())
                .isEqualTo("the node node1 did not answer within 5 s");
        AgentSession late = agent.session().opened(id);
        assertThat(late.awaitEnd().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsTheProcessWhenTheClientHasGone(boolean politely) {
        var client = ExecClientSocket.run(rest, EXEC, CAT);
        String id = stream.awaitSession().getSessionId();
        AgentSession session = agent.session().opened(id);
        client.awaitOpened();
        if (politely) {
            client.close();
        } else {
            client.abort();
        }
        assertThat(session.awaitEnd().getCode()).isEqualTo(Status.Code.CANCELLED);
        stream.awaitClosedSession(id);
    }

    @Test
    void endsTheProcessWhenTheClientGoesBeforeTheNodeHasAnswered() {
        var client = ExecClientSocket.run(rest, EXEC, CAT);
        String id = stream.awaitSession().getSessionId();
        client.close();
        stream.awaitClosedSession(id);
        AgentSession session = agent.session().opened(id);
        assertThat(session.awaitEnd().isOk()).isFalse();
    }

    /** What the process does not read stands in the way of the news that the client has gone. */
    @Test
    void endsAProcessThatDoesNotReadWhenTheClientHasGone() {
        var client = ExecClientSocket.run(rest, EXEC, CAT);
        String id = stream.awaitSession().getSessionId();
        agent.session().openedWithoutReading(id);
        client.awaitOpened();
        assertThat(client.stdinUntilHeldUp(new byte[32 * 1024], 4_000)).isLessThan(4_000);
        client.abort();
        await().atMost(Duration.ofSeconds(30)).until(() -> stream.wasClosed(id));
    }

    @Test
    void tellsTheClientWhenTheNodeIsLostInTheMiddle() {
        var client = ExecClientSocket.run(rest, EXEC, CAT);
        AgentSession session = agent.session().opened(stream.awaitSession().getSessionId());
        client.awaitOpened();
        session.stdout("so far");
        await().until(() -> client.out().equals("so far"));
        agent.close();
        assertThat(client.awaitProblem().path("detail").stringValue()).startsWith("the node's connection broke");
    }

    @Test
    void tellsTheClientWhenTheSessionBreaksOff() {
        var client = ExecClientSocket.run(rest, EXEC, CAT);
        AgentSession session = agent.session().opened(stream.awaitSession().getSessionId());
        client.awaitOpened();
        session.breakOff();
        assertThat(client.awaitProblem().path("status").asInt()).isEqualTo(502);
    }

    @Test
    void endsWhenTheNodesCertificateIsRevoked() {
        var client = ExecClientSocket.run(rest, EXEC, CAT);
        AgentSession session = agent.session().opened(stream.awaitSession().getSessionId());
        client.awaitOpened();
        rest.post("/api/v1/nodes/node1/revoke");
        assertThat(client.awaitProblem().path("detail").stringValue()).isEqualTo("the node's certificate was revoked");
        assertThat(session.awaitEnd().getCode()).isEqualTo(Status.Code.CANCELLED);
    }

    @Test
    void letsNoOtherNodeAnswer() {
        ScriptedAgent other = agents.joined("node2");
        other.attach();
        var client = ExecClientSocket.run(rest, EXEC, CAT);
        String id = stream.awaitSession().getSessionId();
        AgentSession stolen = other.session().opened(id);
        assertThat(stolen.awaitEnd().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        agent.session().opened(id).exit(0);
        assertThat(client.awaitExit()).isZero();
    }

    @Test
    void letsASessionBeAnsweredOnce() {
        ExecClientSocket.run(rest, EXEC, CAT);
        String id = stream.awaitSession().getSessionId();
        AgentSession first = agent.session().opened(id);
        AgentSession second = agent.session().opened(id);
        await().until(() -> second.isOver() || first.isOver());
        assertThat(first.isOver() && second.isOver()).isFalse();
    }

    @Test
    void carriesFramesOfAnySizeOutwardAndUpTo64KiBInward() {
        var client = ExecClientSocket.run(rest, EXEC, CAT);
        AgentSession session = agent.session().opened(stream.awaitSession().getSessionId());
        client.awaitOpened();
        session.stdout(new byte[1_000_000]);
        await().until(() -> client.outBytes() == 1_000_000);
        client.stdin("x".repeat(64 * 1024 - 1));
        session.awaitStdin("x".repeat(64 * 1024 - 1));
        client.stdin(new byte[64 * 1024]);
        assertThat(client.awaitClosed()).isEqualTo(1009);
        assertThat(session.awaitEnd().getCode()).isEqualTo(Status.Code.CANCELLED);
    }

    /** Backpressure all the way: what a slow client does not take stays with the process. */
    @Test
    void holdsUpTheProcessOfASlowClient() {
        var client = ExecClientSocket.open(rest, EXEC, CAT);
        client.take(1);
        AgentSession session = agent.session().opened(stream.awaitSession().getSessionId());
        client.awaitOpened();
        byte[] chunk = new byte[32 * 1024];
        int sent = session.sendUntilHeldUp(chunk, 4_000);
        assertThat(sent).isLessThan(4_000);
        client.take(Long.MAX_VALUE);
        await().atMost(Duration.ofSeconds(30)).until(() -> client.outBytes() == sent * chunk.length);
        session.exit(0);
        assertThat(client.awaitExit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "[]",
                "{}",
                "{\"command\": []}",
                "{\"command\": [\"\"]}",
                "{\"command\": [\"sh\", 7]}",
                "{\"command\": [\"a\\u0000b\"]}",
                "{\"command\": [\"sh\"], \"workingDirectory\": \"tmp\"}",
                "{\"command\": [\"sh\"], \"environment\": {\"A=B\": \"1\"}}",
                "{\"command\": [\"sh\"], \"user\": \"root\"}",
                "{\"command\": [\"sh\"], \"terminal\": true}",
                "{\"command\": [\"sh\"], \"terminal\": {\"columns\": 80}}",
                "{\"command\": [\"sh\"], \"terminal\": {\"columns\": 80, \"rows\": 10001}}",
                "{\"command\": [\"sh\"], \"terminal\": {\"columns\": 80, \"rows\": 24, \"type\": \"a b\"}}",
                "{\"command\": [\"sh\"], \"terminal\": {\"columns\": 80, \"rows\": 24, \"color\": 1}}"
            })
    void refusesARequestThatMakesNoSense(String request) {
        var client = ExecClientSocket.run(rest, EXEC, request);
        assertThat(client.awaitProblem().path("status").asInt()).isEqualTo(400);
        assertThat(client.awaitClosed()).isEqualTo(1000);
    }

    @Test
    void wantsTheCommandFirst() {
        var client = ExecClientSocket.open(rest, EXEC, CAT);
        client.take(Long.MAX_VALUE);
        client.binary((byte) 9);
        assertThat(client.awaitClosed()).isEqualTo(1002);
    }

    @Test
    void refusesAHandshakeWithAProblem() {
        assertThat(ExecClientSocket.handshake(rest, EXEC)).isEqualTo(101);
        assertThat(ExecClientSocket.handshake(rest, EXEC.replace("node1", "node9")))
                .isEqualTo(404);
        assertThat(ExecClientSocket.handshake(rest.authorizedBy("Bearer lat_wrong"), EXEC))
                .isEqualTo(401);
        stream.reportAll(SliverState.SLIVER_STATE_FAILED, "no room");
        await().until(() -> ExecClientSocket.handshake(rest, EXEC) == 409);
        stream.reportAllRunning();
        await().until(() -> ExecClientSocket.handshake(rest, EXEC) == 101);
        stream.complete();
        await().until(() -> ExecClientSocket.handshake(rest, EXEC) == 503);
    }
}
