package org.lamella.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.lamella.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;

/** Nodes and images over REST. */
@ControlPlaneTest
class NodeApiTest {
    @Autowired
    private Rest rest;

    @Autowired
    private SettableClock clock;

    @Test
    void addsANodeWithACodeForTenMinutes() {
        var answer = rest.post("/api/v1/nodes", "{\"name\": \"node1.example\"}");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo("/api/v1/nodes/node1.example");
        assertThat(answer.json().path("joinCode").stringValue()).matches("lamella-[a-z2-7]{32}\\.[0-9a-f]{64}");
        assertThat(answer.json().path("joinCodeExpiresAt").stringValue())
                .isEqualTo(clock.instant().plus(Duration.ofMinutes(10)).toString());
        var node = rest.get("/api/v1/nodes/node1.example").json();
        assertThat(node.path("state").stringValue()).isEqualTo("ENROLLING");
        assertThat(node.path("lastHeartbeat").isNull()).isTrue();
        assertThat(rest.get("/api/v1/nodes").texts("items", "name")).containsExactly("node1.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Node1", "node_1", "-node", "node-", "node 1", "nöde", "../etc"})
    void refusesABadName(String name) {
        var answer = rest.post("/api/v1/nodes", "{\"name\": \"" + name + "\", \"site\": \"nowhere\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.wrongFields()).containsExactly("name", "site");
    }

    @Test
    void refusesANameThatIsTooLongOrMissing() {
        assertThat(rest.post("/api/v1/nodes", "{\"name\": \"" + "n".repeat(64) + "\"}")
                        .wrongFields())
                .containsExactly("name");
        assertThat(rest.post("/api/v1/nodes", "{\"nmae\": \"node1\"}").wrongFields())
                .containsExactly("nmae", "name");
    }

    @Test
    void refusesANameThatIsTaken() {
        rest.post("/api/v1/nodes", "{\"name\": \"node1\"}");
        assertThat(rest.post("/api/v1/nodes", "{\"name\": \"node1\"}").status()).isEqualTo(409);
    }

    @Test
    void doesNotKnowANodeThatIsNotThere() {
        assertThat(rest.get("/api/v1/nodes/node1").status()).isEqualTo(404);
        assertThat(rest.post("/api/v1/nodes/node1/join-code").status()).isEqualTo(404);
        assertThat(rest.post("/api/v1/nodes/node1/revoke").detail()).isEqualTo("there is no node node1");
    }

    @Test
    void listsTheImages() {
        var first = rest.get("/api/v1/images?limit=1");
        assertThat(first.texts("items", "name")).containsExactly("busybox");
        var second = rest.get(
                "/api/v1/images?limit=1&cursor=" + first.json().path("next").stringValue());
        assertThat(second.texts("items", "name")).containsExactly("debian-12");
        assertThat(second.json().path("next").isNull()).isTrue();
    }
}
