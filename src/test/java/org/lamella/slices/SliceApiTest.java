package org.lamella.slices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.lamella.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Slices over REST: made, listed, refused, deleted. */
@ControlPlaneTest
class SliceApiTest {
    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private SettableClock clock;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void makesASliceForTwoWeeks() {
        var answer = rest.post("/api/v1/slices", """
                {"name": "demo_hello", "description": "<b>Hello</b>", "url": "https://example.org/"}""");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo("/api/v1/slices/demo_hello");
        var slice = rest.get("/api/v1/slices/demo_hello").json();
        assertThat(slice).isEqualTo(answer.json());
        assertThat(slice.path("site").stringValue()).isEqualTo("demo");
        assertThat(slice.path("goal").stringValue()).isEqualTo("RUNNING");
        assertThat(slice.path("state").stringValue()).isEqualTo("EMPTY");
        assertThat(slice.path("image").stringValue()).isEqualTo("busybox");
        assertThat(slice.path("description").stringValue()).isEqualTo("<b>Hello</b>");
        assertThat(slice.path("expiresAt").stringValue())
                .isEqualTo(clock.instant().plus(Duration.ofDays(14)).toString());
        assertThat(slice.path("slivers").path("wanted").intValue()).isZero();
    }

    @Test
    void auditsWhoMadeIt() {
        rest.post("/api/v1/slices", "{\"name\": \"demo_hello\"}");
        assertThat(jdbc.sql(
                                "select actor || ' ' || via || ' ' || object from audit_events where action = 'slice-created'")
                        .query(String.class)
                        .list())
                .containsExactly("admin@localhost api demo_hello");
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        var answer = rest.post("/api/v1/slices", """
                {"name": "nowhere_x", "image": "plan9", "description": 7, "url": "javascript:alert(1)", "colour": "red",
                 "slivers": {"count": "many", "nodes": ["node8", "node9"], "where": "here"}}""");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.problem()).isEqualTo("invalid-input");
        assertThat(answer.wrongFields())
                .containsExactlyInAnyOrder(
                        "description",
                        "colour",
                        "slivers.count",
                        "slivers.where",
                        "name",
                        "image",
                        "url",
                        "slivers.nodes",
                        "slivers.nodes");
        assertThat(answer.texts("errors", "message"))
                .contains(
                        "there is no site with the login base nowhere",
                        "there is no image plan9",
                        "there is no node node8",
                        "there is no node node9");
    }

    @Test
    void saysEverythingThatThePoliciesHaveAgainstIt() {
        var answer = rest.post("/api/v1/slices", """
                {"name": "Not A Name", "description": "%s", "slivers": {"count": 0, "nodes": ["node9"]}}""".formatted("x".repeat(2_049)));
        assertThat(answer.wrongFields())
                .containsExactlyInAnyOrder("name", "description", "slivers.count", "slivers.count");
    }

    @Test
    void refusesTextThatCannotBeKept() {
        var answer = rest.post(
                "/api/v1/slices", "{\"name\": \"demo_a\", \"image\": \"\\u0000\", \"description\": \"\\u0000\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.wrongFields()).containsExactlyInAnyOrder("image", "description");
    }

    @Test
    void refusesANameThatIsTaken() {
        rest.post("/api/v1/slices", "{\"name\": \"demo_hello\"}");
        var answer = rest.post("/api/v1/slices", "{\"name\": \"demo_hello\"}");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("taken");
        assertThat(answer.texts("errors", "message")).containsExactly("there is a slice demo_hello already");
    }

    @Test
    void refusesASiteThatIsSuspended() {
        jdbc.sql("insert into sites (login_base, name, enabled, created_at) values ('mit', 'MIT', false, now())")
                .update();
        var answer = rest.post("/api/v1/slices", "{\"name\": \"mit_dht\"}");
        assertThat(answer.texts("errors", "message")).containsExactly("the site mit is suspended");
    }

    @Test
    void namesBothNumbersWhenTooFewNodesAreReady() {
        agents.ready("node1");
        agents.add("node2");
        var answer = rest.post("/api/v1/slices", "{\"name\": \"demo_hello\", \"slivers\": {\"count\": 3}}");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.wrongFields()).containsExactly("slivers.count");
        assertThat(answer.detail()).contains("3 nodes are asked for, 1 gets a sliver");
        assertThat(rest.get("/api/v1/slices/demo_hello").status()).isEqualTo(404);
    }

    @Test
    void pagesThroughAllOfThem() {
        for (int number = 0; number < 7; number++) {
            rest.post("/api/v1/slices", "{\"name\": \"demo_s" + number + "\"}");
        }
        List<String> names = new ArrayList<>();
        String query = "?limit=3";
        while (query != null) {
            var page = rest.get("/api/v1/slices" + query);
            assertThat(page.texts("items", "name")).hasSizeBetween(1, 3);
            names.addAll(page.texts("items", "name"));
            var next = page.json().path("next");
            query = next.isNull() ? null : "?limit=3&cursor=" + next.stringValue();
        }
        assertThat(names).containsExactly("demo_s0", "demo_s1", "demo_s2", "demo_s3", "demo_s4", "demo_s5", "demo_s6");
    }

    @Test
    void refusesAPageThatItCannotGive() {
        var answer = rest.get("/api/v1/slices?limit=0&cursor=***");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.wrongFields()).containsExactlyInAnyOrder("limit", "cursor");
        assertThat(rest.get("/api/v1/slices?limit=501").status()).isEqualTo(400);
        assertThat(rest.get("/api/v1/slices?cursor=AAAA").status()).isEqualTo(400);
        assertThat(rest.get("/api/v1/slices?limit=500").status()).isEqualTo(200);
    }

    @Test
    void deletesASliceWithoutSliversAtOnce() {
        rest.post("/api/v1/slices", "{\"name\": \"demo_hello\"}");
        assertThat(rest.delete("/api/v1/slices/demo_hello").status()).isEqualTo(202);
        assertThat(rest.get("/api/v1/slices/demo_hello").status()).isEqualTo(404);
        assertThat(rest.delete("/api/v1/slices/demo_hello").problem()).isEqualTo("not-found");
    }

    @Test
    void keepsADeletedSliceUntilItsNodesHaveLetGo() {
        AgentStream stream = agents.ready("node1");
        rest.post("/api/v1/slices", "{\"name\": \"demo_hello\", \"slivers\": {\"count\": 1}}");
        stream.runAll(1);
        await().until(() -> state().equals("RUNNING"));

        assertThat(rest.delete("/api/v1/slices/demo_hello").status()).isEqualTo(202);
        assertThat(state()).isEqualTo("DELETING");
        assertThat(rest.delete("/api/v1/slices/demo_hello").status()).isEqualTo(202);
        var again = rest.post("/api/v1/slices", "{\"name\": \"demo_hello\"}");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.detail()).contains("the slice demo_hello is still being deleted");

        stream.runAll(0);
        await().until(() -> rest.get("/api/v1/slices/demo_hello").status() == 404);
        assertThat(rest.post("/api/v1/slices", "{\"name\": \"demo_hello\"}").status())
                .isEqualTo(201);
    }

    private String state() {
        return rest.get("/api/v1/slices/demo_hello").json().path("state").stringValue();
    }
}
