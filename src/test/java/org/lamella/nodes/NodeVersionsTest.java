package org.lamella.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lamella.agentlink.Agents;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.lamella.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;

/** Two who look after one node do not overwrite what the other has said of it. */
@ControlPlaneTest
class NodeVersionsTest {
    private static final String NODE = "/api/v1/nodes/node1";

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private SettableClock clock;

    @BeforeEach
    void thereIsANode() {
        agents.add("node1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            PATCH  | /labels         | {"disk": "ssd"}                                              | 200
            POST   | /drain          | {"reason": "a fan"}                                          | 200
            DELETE | /drain          |                                                              | 200
            PUT    | /allowed-slices | {"slices": ["demo_kept"]}                                    | 200
            POST   | /maintenance    | {"from": "FROM", "until": "UNTIL", "reason": "new disks"}    | 201
            POST   | /revoke         |                                                              | 200
            """)
    void changesANodeOnlyAsItWasSeen(String method, String path, String body, int done) {
        rest.post("/api/v1/slices", "{\"name\": \"demo_kept\"}");
        if (method.equals("DELETE")) {
            rest.post(NODE + "/drain", "{\"reason\": \"a fan\"}");
        }
        String seen = tag();
        patch("{\"by\": \"another\"}");
        var late = send(method, path, body, seen);
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.header("ETag")).isNotEqualTo(seen).matches("\"[0-9]+\"");
        assertThat(send(method, path, body, tag()).status()).isEqualTo(done);
        assertThat(send(method, path, body, seen).status()).isEqualTo(412);
    }

    @Test
    void callsOffAndRemovesOnlyWhatWasSeen() {
        String seen = tag();
        long window = send(
                        "POST", "/maintenance", "{\"from\": \"FROM\", \"until\": \"UNTIL\", \"reason\": \"x\"}", seen)
                .json()
                .path("id")
                .longValue();
        assertThat(send("DELETE", "/maintenance/" + window, null, seen).status())
                .isEqualTo(412);
        assertThat(send("DELETE", "/maintenance/" + window, null, tag()).status())
                .isEqualTo(204);
        rest.post(NODE + "/revoke");
        assertThat(send("DELETE", "", null, seen).status()).isEqualTo(412);
        assertThat(send("DELETE", "", null, tag()).status()).isEqualTo(204);
    }

    @Test
    void showsTheSameVersionWithTheAllowList() {
        String list = rest.get(NODE + "/allowed-slices").header("ETag");
        assertThat(list).startsWith("\"0.");
        patch("{\"by\": \"another\"}");
        assertThat(send("PUT", "/allowed-slices", "{\"slices\": []}", list).status())
                .isEqualTo(412);
    }

    private String tag() {
        return rest.get(NODE).header("ETag");
    }

    private void patch(String labels) {
        assertThat(rest.patch(NODE + "/labels", labels).status()).isEqualTo(200);
    }

    private Rest.Answer send(String method, String path, String body, String seen) {
        var request = rest.request(NODE + path).header("If-Match", seen);
        if (body == null) {
            return rest.send(request.method(method, BodyPublishers.noBody()));
        }
        String sent = body.replace(
                        "FROM", clock.instant().plus(Duration.ofHours(1)).toString())
                .replace("UNTIL", clock.instant().plus(Duration.ofHours(2)).toString());
        return rest.send(
                request.header("Content-Type", "application/json").method(method, BodyPublishers.ofString(sent)));
    }
}
