package org.lamella.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.agentlink.Agents;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Labels of nodes, and the groups that follow from them. */
@ControlPlaneTest
class NodeLabelsTest {
    private static final String LABELS = "/api/v1/nodes/node1/labels";
    private static final String GROUPS = "/api/v1/node-groups";

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private People people;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void thereIsANode() {
        agents.add("node1");
    }

    @AfterEach
    void groupsGo() {
        jdbc.sql("delete from node_groups").update();
    }

    @Test
    void setsTakesOffAndKeepsLabels() {
        patch(rest, LABELS, "{\"arch\": \"x86_64\", \"ssd\": \"\", \"rack/row\": \"7\"}");
        var answer = patch(rest, LABELS, "{\"arch\": \"arm64\", \"ssd\": null, \"never\": null}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("labels").toString()).isEqualTo("{\"arch\":\"arm64\",\"rack/row\":\"7\"}");
        assertThat(answer.json().path("version").intValue()).isEqualTo(2);
        assertThat(jdbc.sql(
                                "select before::text || ' → ' || after::text from audit_events where action = 'node-labelled' order by id")
                        .query(String.class)
                        .list())
                .containsExactly(
                        "{} → {\"ssd\": \"\", \"arch\": \"x86_64\", \"rack/row\": \"7\"}",
                        "{\"ssd\": \"\", \"arch\": \"x86_64\"} → {\"arch\": \"arm64\"}");
    }

    @Test
    void changesNothingWhenNothingIsNew() {
        patch(rest, LABELS, "{\"ssd\": \"\"}");
        assertThat(patch(rest, LABELS, "{\"ssd\": \"\"}").json().path("version").intValue())
                .isEqualTo(1);
    }

    @Test
    void saysEverythingThatIsWrongWithLabels() {
        var answer = patch(rest, LABELS, "{\"Arch\": \"x\", \"long\": \"" + "v".repeat(256) + "\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.wrongFields()).containsExactlyInAnyOrder("Arch", "long");
        assertThat(patch(rest, LABELS, "{\"a\": 1}").detail()).contains("must be a string, or null");
        assertThat(patch(rest, LABELS, "[]").status()).isEqualTo(400);
        String many = IntStream.range(0, 51)
                .mapToObj(number -> "\"l" + number + "\": \"\"")
                .collect(Collectors.joining(",", "{", "}"));
        assertThat(patch(rest, LABELS, many).detail()).contains("would have 51 labels, at most 50");
    }

    @Test
    void letsOnlyThoseLabelWhoLookAfterTheNode() {
        people.site("other");
        assertThat(patch(people.at("demo", Role.TECH).rest(), LABELS, "{\"ssd\": \"\"}")
                        .status())
                .isEqualTo(200);
        assertThat(patch(people.at("demo", Role.PI).rest(), LABELS, "{\"ssd\": null}")
                        .status())
                .isEqualTo(200);
        var foreign = patch(people.at("other", Role.PI).rest(), LABELS, "{\"ssd\": \"\"}");
        assertThat(foreign.status()).isEqualTo(403);
        assertThat(foreign.detail())
                .isEqualTo("node1 is a node of demo: only its PIs, its techs and admins may label it");
        var user = people.at("demo", Role.USER).rest();
        assertThat(patch(user, LABELS, "{\"ssd\": \"\"}").status()).isEqualTo(403);
        assertThat(user.get("/api/v1/nodes/node1").status()).isEqualTo(200);
    }

    @Test
    void computesGroupsFromLabels() {
        agents.add("node2");
        assertThat(put(rest, GROUPS + "/fast", "{\"label\": \"disk\", \"value\": \"ssd\"}")
                        .status())
                .isEqualTo(200);
        patch(rest, LABELS, "{\"disk\": \"ssd\"}");
        patch(rest, "/api/v1/nodes/node2/labels", "{\"disk\": \"tape\"}");
        assertThat(rest.get(GROUPS + "/fast").json().path("nodes").intValue()).isEqualTo(1);
        assertThat(rest.get("/api/v1/nodes/node1").json().path("groups").toString())
                .isEqualTo("[\"fast\"]");
        put(rest, GROUPS + "/fast", "{\"label\": \"disk\", \"value\": \"tape\"}");
        assertThat(rest.get("/api/v1/nodes/node1").json().path("groups")).isEmpty();
        assertThat(rest.get(GROUPS).texts("items", "value")).containsExactly("tape");
        assertThat(rest.delete(GROUPS + "/fast").status()).isEqualTo(204);
        assertThat(rest.delete(GROUPS + "/fast").status()).isEqualTo(404);
    }

    @Test
    void letsOnlyAdminsMakeGroups() {
        assertThat(put(people.at("demo", Role.PI).rest(), GROUPS + "/fast", "{\"label\": \"ssd\"}")
                        .status())
                .isEqualTo(403);
        assertThat(put(rest, GROUPS + "/Fast", "{\"label\": \"\"}").wrongFields())
                .containsExactly("name", "label");
    }

    static Rest.Answer patch(Rest as, String path, String json) {
        return send(as, "PATCH", path, json);
    }

    static Rest.Answer put(Rest as, String path, String json) {
        return send(as, "PUT", path, json);
    }

    private static Rest.Answer send(Rest as, String method, String path, String json) {
        return as.send(as.request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(json)));
    }
}
