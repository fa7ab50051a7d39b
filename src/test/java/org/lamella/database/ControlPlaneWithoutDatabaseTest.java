package org.lamella.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamella.ControlPlane;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.agentlink.ScriptedAgent;
import org.lamella.testing.Browser;
import org.lamella.testing.Browsers;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.ControlPlaneUnderTest;
import org.lamella.testing.Rest;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** PostgreSQL goes under the whole control plane while a sliver runs, and comes back. */
class ControlPlaneWithoutDatabaseTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path data;

    private EmbeddedPostgres server;
    private ConfigurableApplicationContext controlPlane;
    private Rest rest;
    private Agents agents;

    @BeforeEach
    void startTheControlPlane() {
        server = EmbeddedPostgresFixture.start(data);
        controlPlane = new SpringApplicationBuilder(ControlPlane.class, ControlPlaneUnderTest.class)
                .run(
                        "--server.port=0",
                        "--lamella.secret=" + ControlPlaneTest.SECRET,
                        "--lamella.agents.port=0",
                        "--lamella.bootstrap.cli-config=" + data.resolve("cli.json"),
                        "--lamella.db.url=" + server.url(),
                        "--lamella.db.user=" + server.user(),
                        "--lamella.db.password=" + server.password());
        rest = controlPlane.getBean(Rest.class);
        agents = controlPlane.getBean(Agents.class);
    }

    @AfterEach
    void stopTheControlPlane() {
        agents.closeAll();
        controlPlane.close();
        server.close();
    }

    @Test
    void saysSoAndGoesOnWhenItIsBack() {
        ScriptedAgent agent = agents.joined("node1");
        AgentStream stream = agent.attach();
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\", \"slivers\": {\"count\": 1}}");
        stream.runAll(1);
        await().until(() -> sliverState().equals("RUNNING"));
        Browser browser = controlPlane.getBean(Browsers.class).signedIn();

        server.close();
        assertThat(rest.get("/api/v1/slices").problem()).isEqualTo("database-unavailable");
        assertThat(rest.post("/api/v1/slices", "{\"name\": \"demo_b\"}").status())
                .isEqualTo(503);
        assertThat(browser.get("/slices").status()).isEqualTo(503);
        assertThat(browser.get("/slices").text()).contains("Slivers on the nodes run on");
        assertThat(stream.isOpen()).isTrue();
        stream.reportAllRunning();
        assertThat(stream.awaitEndCode()).isEqualTo(Status.Code.UNAVAILABLE);
        AgentStream tooEarly = agent.open();
        assertThat(tooEarly.awaitEndCode()).isEqualTo(Status.Code.UNAVAILABLE);

        server = EmbeddedPostgresFixture.start(data);
        await().atMost(PATIENCE).until(() -> rest.get("/api/v1/slices").status() == 200);
        assertThat(browser.get("/slices").text()).contains("demo_a");
        AgentStream again = agent.attach();
        again.runAll(1);
        assertThat(rest.post("/api/v1/slices", "{\"name\": \"demo_b\", \"slivers\": {\"count\": 1}}")
                        .status())
                .isEqualTo(201);
        again.runAll(2);
        await().until(() -> rest.get("/api/v1/slices/demo_b")
                .json()
                .path("state")
                .stringValue()
                .equals("RUNNING"));
        assertThat(sliverState()).isEqualTo("RUNNING");
        assertThat(controlPlane
                        .getBean(JdbcClient.class)
                        .sql("select count(*) from audit_events where action = 'node-unreachable'")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    private String sliverState() {
        return rest.get("/api/v1/slices/demo_a/slivers/node1")
                .json()
                .path("state")
                .stringValue();
    }
}
