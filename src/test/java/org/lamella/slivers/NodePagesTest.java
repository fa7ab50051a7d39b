package org.lamella.slivers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.agentlink.Agents;
import org.lamella.testing.Browser;
import org.lamella.testing.Browsers;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.People.Person;
import org.lamella.testing.Rest;
import org.lamella.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The list of nodes, the page of one, and the form that puts a slice on some. */
@ControlPlaneTest
class NodePagesTest {
    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private People people;

    @Autowired
    private Browsers browsers;

    @Autowired
    private SettableClock clock;

    @Autowired
    private JdbcClient jdbc;

    private Browser tech;

    @BeforeEach
    void thereAreNodesAndATech() {
        List.of("node1", "node2", "node3").forEach(agents::add);
        tech = people.at("demo", Role.TECH).browser();
    }

    @AfterEach
    void groupsGo() {
        jdbc.sql("delete from node_groups").update();
    }

    @Test
    void findsSortsAndNegates() {
        tech.submit(tech.get("/nodes/node2"), "/nodes/node2/label", Map.of("label", "Disk"));
        tech.submit(tech.get("/nodes/node2"), "/nodes/node2/label", Map.of("label", "disk=ssd"));
        assertThat(names(tech.get("/nodes?filter=label:disk"))).containsExactly("node2");
        assertThat(names(tech.get("/nodes?filter=-label:disk=ssd&sort=-name"))).containsExactly("node3", "node1");
        Browser.Page wrong = tech.get("/nodes?filter=colour:red");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.errors()).contains("there is no field colour");
        assertThat(wrong.value("filter")).isEqualTo("colour:red");
        assertThat(rest.get("/api/v1/nodes?filter=label:disk").texts("items", "name"))
                .containsExactly("node2");
        assertThat(rest.get("/api/v1/nodes?sort=colour").status()).isEqualTo(400);
    }

    @Test
    void pagesThroughNodesSortedByAnything() {
        String next = "";
        List<String> seen = new ArrayList<>();
        do {
            var page = rest.get("/api/v1/nodes?sort=-slivers&limit=1&cursor=" + next);
            seen.addAll(page.texts("items", "name"));
            next = page.json().path("next").asString("");
        } while (!next.isEmpty());
        assertThat(seen).containsExactlyInAnyOrder("node1", "node2", "node3");
    }

    @Test
    void saysOfEveryTickedNodeWhatBecameOfIt() {
        people.site("kyoto");
        jdbc.sql("update nodes set site_id = (select id from sites where login_base = 'kyoto') where name = 'node2'")
                .update();
        Browser.Page page = tech.get("/nodes");
        Browser.Page done = tech.submit(
                page, "/node-changes", Map.of("node", "node1,node2", "action", "DRAIN", "text", "new floor"));
        assertThat(done.html().select(".results li").eachText())
                .containsExactly(
                        "node1: drained",
                        "node2: node2 is a node of kyoto: only its PIs, its techs and admins may drain it");
        assertThat(rest.get("/api/v1/nodes/node1")
                        .json()
                        .path("drained")
                        .path("reason")
                        .stringValue())
                .isEqualTo("new floor");
        tech.submit(page, "/node-changes", Map.of("node", "node1", "action", "UNDRAIN"));
        tech.submit(page, "/node-changes", Map.of("node", "node1", "action", "LABEL", "text", "disk=ssd"));
        assertThat(names(tech.get("/nodes?filter=drained:yes"))).isEmpty();
        assertThat(names(tech.get("/nodes?filter=label:disk=ssd"))).containsExactly("node1");
    }

    @Test
    void namesSlicesOnlyToThoseWhoMayKnowThem() {
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\", \"slivers\": {\"nodes\": [\"node1\"]}}");
        people.site("kyoto");
        assertThat(tech.get("/nodes/node1").text()).contains("demo_a");
        Browser stranger = people.at("kyoto", Role.PI).browser();
        assertThat(stranger.get("/nodes/node1").text())
                .contains("1 sliver of a slice that you are no member of")
                .doesNotContain("demo_a", "Allow list", "History", "Revoke");
    }

    @Test
    void keepsANodeForTheSlicesOfItsAllowList() {
        List.of("demo_a", "demo_b", "demo_c")
                .forEach(slice -> rest.post("/api/v1/slices", "{\"name\": \"" + slice + "\"}"));
        String onNode1 = "{\"nodes\": [\"node1\"]}";
        rest.post("/api/v1/slices/demo_c/slivers", onNode1);
        Browser.Page unknown = tech.submit(
                tech.get("/nodes/node1"), "/nodes/node1/allowed-slices", Map.of("slices", "demo_a demo_none"));
        assertThat(unknown.errors()).contains("there is no slice demo_none");
        tech.submit(tech.get("/nodes/node1"), "/nodes/node1/allowed-slices", Map.of("slices", "demo_a"));
        var refused = rest.post("/api/v1/slices/demo_b/slivers", onNode1);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.detail()).contains("node1 is kept for other slices by its allow list");
        assertThat(rest.post("/api/v1/slices/demo_a/slivers", onNode1).status()).isEqualTo(201);
        assertThat(rest.get("/api/v1/slices/demo_c/slivers/node1")
                        .json()
                        .path("goal")
                        .stringValue())
                .isEqualTo("RUNNING");
        assertThat(rest.get("/api/v1/nodes/node1/allowed-slices").json().toString())
                .isEqualTo("{\"open\":false,\"slices\":[\"demo_a\"]}");
        people.site("kyoto");
        assertThat(people.at("kyoto", Role.USER)
                        .rest()
                        .get("/api/v1/nodes/node1/allowed-slices")
                        .json()
                        .toString())
                .isEqualTo("{\"open\":false,\"slices\":[]}");
    }

    @Test
    void keepsANodeClosedWhenTheLastSliceOfItsListGoes() {
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\"}");
        tech.submit(tech.get("/nodes/node1"), "/nodes/node1/allowed-slices", Map.of("slices", "demo_a"));
        rest.delete("/api/v1/slices/demo_a");
        rest.post("/api/v1/slices", "{\"name\": \"demo_b\"}");
        assertThat(rest.post("/api/v1/slices/demo_b/slivers", "{\"nodes\": [\"node1\"]}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void announcesMaintenanceOnThePageAndByMailToMembers() {
        Person member = people.at("demo", Role.USER);
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\", \"slivers\": {\"nodes\": [\"node1\"]}}");
        jdbc.sql("""
                        insert into slice_members (slice_id, account_id, since)
                        select s.id, a.id, now() from slices s, accounts a where a.email = ?
                        on conflict do nothing""").param(member.email()).update();
        String from = clock.instant().plus(Duration.ofHours(1)).toString().substring(0, 16);
        String until = clock.instant().plus(Duration.ofHours(2)).toString().substring(0, 16);
        Browser.Page wrong = tech.submit(
                tech.get("/nodes/node1"),
                "/nodes/node1/maintenance",
                Map.of("from", until, "until", from, "reason", "new disks"));
        assertThat(wrong.errors()).contains("is not after");
        assertThat(wrong.html()
                        .select("form[action=/nodes/node1/maintenance] input[name=reason]")
                        .val())
                .isEqualTo("new disks");
        tech.submit(
                tech.get("/nodes/node1"),
                "/nodes/node1/maintenance",
                Map.of("from", from, "until", until, "reason", "new disks"));
        assertThat(tech.get("/nodes/node1").text()).contains("Maintenance from", "new disks", "maintenance-planned");
        rest.post("/api/v1/nodes/node1/drain", "{\"reason\": \"a fan\"}");
        assertThat(member.browser().get("/slices/demo_a").text())
                .contains("node1 has maintenance from", "by tech.demo@example.org: new disks")
                .contains("node1 is drained", "by admin@localhost: a fan");
        assertThat(jdbc.sql("select subject from mails where recipient = ?")
                        .param(member.email())
                        .query(String.class)
                        .list())
                .singleElement()
                .asString()
                .startsWith("Maintenance of node1 from");
        long window = rest.get("/api/v1/nodes/node1")
                .json()
                .path("maintenance")
                .path(0)
                .path("id")
                .longValue();
        assertThat(rest.delete("/api/v1/nodes/node1/maintenance/" + window).status())
                .isEqualTo(204);
        assertThat(jdbc.sql("select subject from mails where recipient = ? order by id")
                        .param(member.email())
                        .query(String.class)
                        .list())
                .last()
                .asString()
                .startsWith("No maintenance of node1 from");
    }

    @Test
    void removesANodeOnlyWhenItsNameIsTyped() {
        Browser pi = people.at("demo", Role.PI).browser();
        Browser.Page page = pi.get("/nodes/node3");
        assertThat(pi.submit(page, "/nodes/node3/remove", Map.of("confirm", "node2"))
                        .errors())
                .contains("nothing was removed");
        assertThat(pi.submit(page, "/nodes/node3/remove", Map.of("confirm", "node3"))
                        .location())
                .isEqualTo("/nodes");
        assertThat(rest.get("/api/v1/nodes/node3").status()).isEqualTo(404);
    }

    @Test
    void showsWhatAPlacementWouldComeToAndChangesNothing() {
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\"}");
        rest.post("/api/v1/nodes/node2/drain", "{\"reason\": \"a fan\"}");
        Browser admin = browsers.signedIn();
        Browser.Page page = admin.get("/slices/demo_a");
        String csrf = page.value("_csrf");
        Browser.Page preview = admin.post(
                "/slices/demo_a/slivers/preview", Map.of("_csrf", csrf, "where", "node1, node2", "min", "1"));
        assertThat(preview.text())
                .contains(
                        "This would go",
                        "demo, 1 node1 (node1 has not joined yet; its sliver waits)",
                        "node2 is drained");
        assertThat(preview.text()).contains("{\"nodes\":[\"node1\",\"node2\"],\"min\":1}");
        Browser.Page refused =
                admin.post("/slices/demo_a/slivers/preview", Map.of("_csrf", csrf, "where", "2", "spread", "site"));
        assertThat(refused.text()).contains("This would be refused", "0 get a sliver (1 drained, 2 not joined yet)");
        assertThat(admin.post(
                                "/slices/demo_a/slivers/preview",
                                Map.of(
                                        "_csrf",
                                        csrf,
                                        "where",
                                        "1",
                                        "image",
                                        "debian-12",
                                        "freeCpus",
                                        "1000",
                                        "freeMemoryGib",
                                        "0.5"))
                        .text())
                .contains("\"image\":\"debian-12\"")
                .contains("\"freeCpus\":1000")
                .contains("\"freeMemoryBytes\":536870912");
        assertThat(admin.post("/slices/demo_a/slivers/preview", Map.of("_csrf", csrf, "where", ""))
                        .text())
                .contains("say how many slivers");
        assertThat(rest.get("/api/v1/slices/demo_a/slivers").json().path("items"))
                .isEmpty();
        admin.submit(
                page,
                "/slices/demo_a/slivers",
                Map.of("where", "1", "states", "READY UNREACHABLE ENROLLING", "labels", ""));
        assertThat(rest.get("/api/v1/slices/demo_a/slivers").texts("items", "node"))
                .containsExactly("node1");
    }

    @Test
    void makesGroups() {
        Browser admin = browsers.signedIn();
        Browser.Page wrong =
                admin.submit(admin.get("/node-groups"), "/node-groups", Map.of("name", "Fast", "label", "disk=ssd"));
        assertThat(wrong.errors()).contains("no group's name");
        admin.submit(admin.get("/node-groups"), "/node-groups", Map.of("name", "fast", "label", "disk=ssd"));
        tech.submit(tech.get("/nodes/node2"), "/nodes/node2/label", Map.of("label", "disk=ssd"));
        assertThat(tech.get("/node-groups").text()).contains("fast disk=ssd 1").doesNotContain("Make a group");
        assertThat(names(tech.get("/nodes?filter=group:fast"))).containsExactly("node2");
        admin.submit(admin.get("/node-groups"), "/node-groups/fast/remove", Map.of());
        assertThat(tech.get("/node-groups").text()).contains("No group yet");
    }

    private static List<String> names(Browser.Page page) {
        return page.html().select("#nodes td a.name").eachText();
    }
}
