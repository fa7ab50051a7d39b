package org.lamella.agentlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.protocol.OpenSession;
import org.lamella.protocol.SliverState;
import org.lamella.testing.Browser;
import org.lamella.testing.Browsers;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A terminal on a page: what a browser's session opens, and only from a page of ours. */
@ControlPlaneTest
class TerminalPageTest {
    private static final String PAGE = "/slices/demo_a/slivers/node1/terminal";
    private static final String SHELL = """
            {"command": ["/bin/sh"], "terminal": {"type": "xterm-256color", "columns": 100, "rows": 30}}""";

    @Autowired
    private Rest rest;

    @Autowired
    private Browsers browsers;

    @Autowired
    private Agents agents;

    @Autowired
    private JdbcClient jdbc;

    private ScriptedAgent agent;
    private AgentStream stream;
    private Browser browser;
    private URI address;
    private String origin;

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
        browser = browsers.signedIn();
        address = rest.uri("ws", PAGE + "/exec");
        origin = "http://" + address.getAuthority();
    }

    @Test
    void opensAShellWhoseSizeFollowsTheWindowAndAuditsIt() {
        var client = ExecClientSocket.run(address, browser, origin, SHELL);
        OpenSession asked = stream.awaitSession();
        assertThat(asked.getTerminal().getSize().getColumns()).isEqualTo(100);
        AgentSession session = agent.session().opened(asked.getSessionId());
        client.awaitOpened();
        client.text("{\"resize\": {\"columns\": 81, \"rows\": 25}}");
        assertThat(session.awaitResize().getColumns()).isEqualTo(81);
        client.stdin("id\n");
        session.awaitStdin("id\n");
        session.stdout("root");
        session.exit(3);
        assertThat(client.awaitExit()).isEqualTo(3);
        assertThat(client.out()).isEqualTo("root");
        assertThat(jdbc.sql("select actor || ' ' || via || ' ' || object || ' ' || detail from audit_events"
                                + " where action = 'exec-opened'")
                        .query(String.class)
                        .list())
                .containsExactly("admin@localhost web demo_a /bin/sh on node1");
    }

    @Test
    void cutsOffWhoeverHasSignedOut() {
        var client = ExecClientSocket.run(address, browser, origin, SHELL);
        AgentSession session = agent.session().opened(stream.awaitSession().getSessionId());
        client.awaitOpened();
        browser.submit(browser.get(PAGE), "/sign-out", Map.of());
        assertThat(client.awaitProblem().path("detail").stringValue())
                .isEqualTo("your access to this sliver has ended");
        session.awaitEnd();
    }

    @Test
    void opensNothingToAPageOfAnotherOriginOrOfNone() {
        assertThat(ExecClientSocket.handshake(address, browser, origin)).isEqualTo(101);
        assertThat(ExecClientSocket.handshake(address, browser, "http://elsewhere.example"))
                .isEqualTo(403);
        assertThat(ExecClientSocket.handshake(address, browser, "http://localhost:1"))
                .isEqualTo(403);
        assertThat(ExecClientSocket.handshake(address, browser, "null")).isEqualTo(403);
        assertThat(ExecClientSocket.handshake(address, browser, "")).isEqualTo(400);
    }

    @Test
    void opensNothingToAStrangerNorWhatIsNotThere() {
        assertThat(ExecClientSocket.handshake(address, browsers.open(), origin)).isEqualTo(302);
        assertThat(ExecClientSocket.handshake(
                        rest.uri("ws", PAGE.replace("node1", "node9") + "/exec"), browser, origin))
                .isEqualTo(404);
    }

    @Test
    void tellsThePageWhyNothingCanBeOpenedNow() {
        stream.reportAll(SliverState.SLIVER_STATE_FAILED, "no room");
        await().untilAsserted(() -> {
            var client = ExecClientSocket.run(address, browser, origin, SHELL);
            assertThat(client.awaitProblem().path("detail").stringValue())
                    .isEqualTo("the sliver of demo_a on node1 is FAILED: no room");
        });
    }

    @Test
    void isAPageWithNothingInline() {
        Browser.Page page = browser.get(PAGE);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.html().select("[data-terminal]").attr("data-terminal")).isEqualTo(PAGE + "/exec");
        assertThat(page.html().select("script:not([src]), style, [style]")).isEmpty();
        page.html()
                .select("script[src], link[rel=stylesheet]")
                .forEach(part -> assertThat(browser.get(part.attr("src") + part.attr("href"))
                                .status())
                        .as(part.toString())
                        .isEqualTo(200));
        assertThat(browser.get("/slices/demo_a/slivers/node1").html().select("a.button[href=" + PAGE + "]"))
                .hasSize(1);
    }
}
