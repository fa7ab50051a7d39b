package org.lamella.slivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.lamella.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where slivers may go: selectors, drained and kept nodes, and what is answered when too few are left. */
@ControlPlaneTest
class PlacementApiTest {
    private static final String SLIVERS = "/api/v1/slices/demo_a/slivers";

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private People people;

    @Autowired
    private SettableClock clock;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void aSliceIsOnNoNodeYet() {
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\"}");
    }

    @AfterEach
    void groupsGo() {
        jdbc.sql("delete from node_groups").update();
    }

    @Test
    void choosesByLabelsAndGroups() {
        threeReady();
        label("node1", "{\"arch\": \"x86_64\", \"ssd\": \"\"}");
        label("node2", "{\"arch\": \"arm64\", \"ssd\": \"nvme\"}");
        send("PUT", "/api/v1/node-groups/intel", "{\"label\": \"arch\", \"value\": \"x86_64\"}");
        assertThat(chosen("{\"count\": 1, \"selector\": {\"labels\": [\"arch=arm64\"]}}"))
                .containsExactly("node2");
        assertThat(chosen("{\"count\": 1, \"selector\": {\"groups\": [\"intel\", \"none\"]}}"))
                .containsExactly("node1");
        var refused = rest.post(SLIVERS, "{\"count\": 2, \"selector\": {\"labels\": [\"ssd\"]}}");
        assertThat(refused.detail())
                .isEqualTo("2 nodes are asked for, 0 get a sliver (2 with a sliver of the slice already)");
        assertThat(rest.post(SLIVERS, "{\"count\": 1, \"selector\": {\"labels\": [\"tape\"]}}")
                        .detail())
                .isEqualTo("1 node is asked for, none is as the selector says");
    }

    @Test
    void choosesByStateSizeAndUse() {
        threeReady();
        agents.add("node4");
        assertThat(chosen("{\"count\": 1, \"selector\": {\"states\": [\"ENROLLING\"]}}"))
                .containsExactly("node4");
        rest.post("/api/v1/slices", "{\"name\": \"demo_b\", \"slivers\": {\"nodes\": [\"node1\", \"node2\"]}}");
        assertThat(chosen("{\"count\": 1, \"selector\": {\"maxSlivers\": 0, \"freeCpus\": 2}}"))
                .containsExactly("node3");
        var refused =
                rest.post(SLIVERS, "{\"count\": 1, \"selector\": {\"freeCpus\": 3, \"freeMemoryBytes\": 17179869184}}");
        assertThat(refused.texts("conflicts", "message"))
                .contains("node1 has 2 of 2 CPUs free, 3 are asked for", "node4 has a sliver of the slice already");
    }

    @Test
    void spreadsOverSites() {
        people.site("kyoto");
        threeReady();
        agents.ready("node4");
        jdbc.sql("update nodes set site_id = (select id from sites where login_base = 'kyoto') where name = 'node4'")
                .update();
        assertThat(chosen("{\"count\": 2, \"spread\": \"site\"}")).containsExactly("node1", "node4");
        assertThat(chosen("{\"count\": 1, \"selector\": {\"sites\": [\"demo\"]}}"))
                .containsExactly("node2");
    }

    @Test
    void choosesByTheCountryOfTheSite() {
        people.site("kyoto");
        threeReady();
        jdbc.sql("update sites set country = 'JP' where login_base = 'kyoto'").update();
        jdbc.sql("update nodes set site_id = (select id from sites where login_base = 'kyoto') where name = 'node3'")
                .update();
        assertThat(chosen("{\"count\": 1, \"selector\": {\"countries\": [\"JP\"]}}"))
                .containsExactly("node3");
    }

    @Test
    void putsNothingOnADrainedNodeAndKeepsWhatIsThere() {
        AgentStream stream = agents.ready("node1");
        agents.ready("node2");
        rest.post("/api/v1/slices", "{\"name\": \"demo_b\", \"slivers\": {\"nodes\": [\"node1\"]}}");
        stream.runAll(1);
        drain("node1");
        var refused = rest.post(SLIVERS, "{\"nodes\": [\"node1\"]}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.detail())
                .contains("node1 is drained since " + clock.instant() + " by admin@localhost: a fan is broken");
        assertThat(rest.post(SLIVERS, "{\"count\": 2}").detail())
                .isEqualTo("2 nodes are asked for, 1 gets a sliver (1 drained)");
        assertThat(chosen("{\"count\": 1}")).containsExactly("node2");
        await().until(() -> rest.get("/api/v1/slices/demo_b/slivers/node1")
                .json()
                .path("state")
                .stringValue()
                .equals("RUNNING"));
        rest.delete("/api/v1/nodes/node1/drain");
        assertThat(chosen("{\"nodes\": [\"node1\"]}")).containsExactly("node1");
    }

    @Test
    void putsNothingOnANodeFromTheStartOfItsMaintenanceUntilItsEnd() {
        agents.add("node1");
        rest.post(
                "/api/v1/nodes/node1/maintenance",
                "{\"from\": \"%s\", \"until\": \"%s\", \"reason\": \"new disks\"}"
                        .formatted(
                                clock.instant().plus(Duration.ofHours(1)),
                                clock.instant().plus(Duration.ofHours(2))));
        clock.advance(Duration.ofHours(1));
        assertThat(rest.post(SLIVERS, "{\"nodes\": [\"node1\"]}").detail())
                .contains("node1 is under maintenance until", "new disks");
        clock.advance(Duration.ofHours(1));
        assertThat(rest.post(SLIVERS, "{\"nodes\": [\"node1\"]}").status()).isEqualTo(201);
    }

    @Test
    void placesThoseThatCanWhenAMinimumIsGiven() {
        threeReady();
        drain("node2");
        String nodes = "{\"nodes\": [\"node1\", \"node2\", \"node3\", \"node9\"], \"min\": ";
        assertThat(rest.post(SLIVERS, nodes + "3}").status()).isEqualTo(400);
        assertThat(rest.get(SLIVERS).json().path("items")).isEmpty();
        var placed = rest.post(SLIVERS, nodes + "2}");
        assertThat(placed.status()).isEqualTo(201);
        assertThat(placed.json().path("placed").intValue()).isEqualTo(2);
        assertThat(placed.json().path("summary").stringValue())
                .isEqualTo("4 nodes are asked for, 2 at least, 2 get a sliver (1 unknown, 1 drained)");
        assertThat(placed.texts("nodes", "node")).containsExactly("node1", "node3", "node2", "node9");
        assertThat(placed.texts("nodes", "placed")).containsExactly("true", "true", "false", "false");
        assertThat(placed.texts("nodes", "words").get(3)).isEqualTo("there is no node node9");
    }

    @Test
    void offersWhatWouldGo() {
        threeReady();
        drain("node2");
        label("node1", "{\"ssd\": \"\"}");
        label("node2", "{\"ssd\": \"\"}");
        var refused = rest.post(SLIVERS, "{\"count\": 2, \"selector\": {\"labels\": [\"ssd\"]}, \"spread\": \"site\"}");
        assertThat(refused.texts("alternatives", "message"))
                .containsExactly("only the one that can", "as many as were asked for, on whichever nodes are free");
        for (var alternative : refused.json().path("alternatives")) {
            assertThat(rest.post(SLIVERS, alternative.path("body").toString()).status())
                    .isEqualTo(201);
            jdbc.sql("delete from slivers").update();
        }
    }

    @Test
    void letsASliverHaveAnImageOfItsOwn() {
        AgentStream stream = agents.ready("node1");
        agents.ready("node2");
        var placed = rest.post(SLIVERS, "{\"nodes\": [{\"name\": \"node1\", \"image\": \"debian-12\"}, \"node2\"]}");
        assertThat(placed.texts("items", "image")).containsExactly("debian-12", "busybox");
        assertThat(placed.texts("nodes", "image")).containsExactly("debian-12", "");
        await().until(() -> stream.plans().getLast().getSliversCount() == 1);
        assertThat(stream.plans().getLast().getSlivers(0).getImage()).isEqualTo("debian-12");
        assertThat(rest.post(SLIVERS, "{\"nodes\": [{\"name\": \"node3\", \"image\": \"beos\", \"cpu\": 1}]}")
                        .wrongFields())
                .containsExactly("nodes[0].cpu");
        assertThat(rest.post(SLIVERS, "{\"nodes\": [{\"name\": \"node3\", \"image\": \"beos\"}]}")
                        .detail())
                .contains("there is no image beos");
    }

    @Test
    void letsAllSliversOfAPlacementHaveAnotherImage() {
        agents.ready("node1");
        agents.ready("node2");
        var placed = rest.post(SLIVERS, "{\"count\": 2, \"image\": \"debian-12\"}");
        assertThat(placed.texts("items", "image")).containsExactly("debian-12", "debian-12");
        assertThat(rest.post(SLIVERS, "{\"count\": 2, \"image\": \"beos\"}").detail())
                .contains("there is no image beos");
    }

    @Test
    void saysEverythingThatIsWrongWithASelector() {
        var answer = rest.post(SLIVERS, """
                {"count": 1, "min": 2, "spread": "rack", "selector": {"labels": ["Ssd"], "groups": ["G"],
                 "sites": ["nowhere"], "countries": ["de"], "states": ["UP"], "freeCpus": -1, "maxSlivers": -1}}""");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.wrongFields())
                .containsExactly(
                        "min",
                        "spread",
                        "selector.labels",
                        "selector.groups",
                        "selector.sites",
                        "selector.countries",
                        "selector.states",
                        "selector.freeCpus",
                        "selector.maxSlivers");
        assertThat(rest.post(SLIVERS, "{\"nodes\": [\"node1\"], \"selector\": {\"labels\": [\"ssd\"]}}")
                        .wrongFields())
                .containsExactly("selector");
    }

    @Test
    void countsTheSliversOfEveryNode() {
        AgentStream stream = agents.ready("node1");
        rest.post(SLIVERS, "{\"nodes\": [\"node1\"]}");
        stream.runAll(1);
        assertThat(countOf("node1")).isEqualTo(1);
        rest.delete(SLIVERS + "/node1");
        assertThat(countOf("node1")).isZero();
        stream.runAll(0);
        await().until(() -> rest.get(SLIVERS + "/node1").status() == 404);
        assertThat(countOf("node1")).isZero();
    }

    private int countOf(String node) {
        return rest.get("/api/v1/nodes/" + node).json().path("slivers").intValue();
    }

    private void threeReady() {
        List.of("node1", "node2", "node3").forEach(agents::ready);
    }

    private void label(String node, String labels) {
        assertThat(send("PATCH", "/api/v1/nodes/" + node + "/labels", labels).status())
                .isEqualTo(200);
    }

    private void drain(String node) {
        rest.post("/api/v1/nodes/" + node + "/drain", "{\"reason\": \"a fan is broken\"}");
    }

    /** The nodes that got a sliver by this. */
    private List<String> chosen(String placement) {
        var answer = rest.post(SLIVERS, placement);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return StreamSupport.stream(answer.json().path("nodes").spliterator(), false)
                .filter(node -> node.path("placed").booleanValue())
                .map(node -> node.path("node").stringValue())
                .toList();
    }

    private Rest.Answer send(String method, String path, String json) {
        return rest.send(rest.request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(json)));
    }
}
