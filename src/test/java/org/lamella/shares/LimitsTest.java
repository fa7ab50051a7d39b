package org.lamella.shares;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.protocol.SliverBounds;
import org.lamella.testing.Browser;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a sliver may have only so much of at once: said at three levels, sent to the nodes, raised by who answers for the site. */
@ControlPlaneTest
class LimitsTest {
    private static final String SITE = "/api/v1/sites/demo/limits";
    private static final String SLICE = "/api/v1/slices/demo_a/limits";
    private static final String SLIVER = "/api/v1/slices/demo_a/slivers/node1/limits";

    @Autowired
    private Rest rest;

    @Autowired
    private People people;

    @Autowired
    private Agents agents;

    @Autowired
    private JdbcClient jdbc;

    private AgentStream node1;
    private AgentStream node2;

    @BeforeEach
    void aSliceOnTwoNodes() {
        List<AgentStream> nodes = agents.running("demo_a", "node1", "node2");
        node1 = nodes.getFirst();
        node2 = nodes.getLast();
    }

    private static SliverBounds last(AgentStream stream) {
        return stream.plans().getLast().getSlivers(0).getBounds();
    }

    private long wanted(String node) {
        return rest.get("/api/v1/slices/demo_a/slivers/" + node)
                .json()
                .path("generationWanted")
                .longValue();
    }

    @Test
    void areTheUsualOnesUntilSomebodySetsOthers() {
        var usual = rest.get(SLICE).json();
        assertThat(usual.path("processes").intValue()).isEqualTo(4096);
        assertThat(usual.path("memoryBytes").isNull()).isTrue();
        assertThat(usual.path("own")).isEmpty();
        assertThat(last(node1).getProcesses()).isEqualTo(4096);
        assertThat(last(node1).getMemoryBytes()).isZero();
        var set = rest.put(SLICE, "{\"processes\": 500, \"memoryBytes\": 268435456}");
        assertThat(set.status()).isEqualTo(200);
        assertThat(set.json().path("memoryBytes").intValue()).isEqualTo(268_435_456);
        assertThat(set.json().path("openFiles").intValue()).isEqualTo(20_000);
        assertThat(set.json().path("own").toString()).isEqualTo("[\"processes\",\"memoryBytes\"]");
        assertThat(set.json()).isEqualTo(rest.get(SLICE).json());
        // What is not said is as usual again.
        var less = rest.put(SLICE, "{\"openFiles\": 300}").json();
        assertThat(less.path("processes").intValue()).isEqualTo(4096);
        assertThat(less.path("openFiles").intValue()).isEqualTo(300);
    }

    @Test
    void goFromTheSiteToTheSliceToTheSliver() {
        rest.put(SITE, "{\"processes\": 900, \"memoryBytes\": 536870912, \"sharedMemoryBytes\": 65536}");
        await().until(() -> last(node1).getProcesses() == 900 && last(node2).getMemoryBytes() == 536_870_912);
        assertThat(last(node1).getSharedMemoryBytes()).isEqualTo(65_536);
        rest.put(SLICE, "{\"processes\": 800}");
        await().until(() -> last(node1).getProcesses() == 800 && last(node2).getProcesses() == 800);
        rest.put(SLIVER, "{\"processes\": 700, \"memoryBytes\": 0}");
        await().until(() -> last(node1).getProcesses() == 700);
        // As much as the node has, whatever the site says.
        assertThat(last(node1).getMemoryBytes()).isZero();
        assertThat(last(node2).getMemoryBytes()).isEqualTo(536_870_912);
        var sliver = rest.get(SLIVER).json();
        assertThat(sliver.path("memoryBytes").isNull()).isTrue();
        assertThat(sliver.path("sharedMemoryBytes").intValue()).isEqualTo(65_536);
        assertThat(sliver.path("own").toString()).isEqualTo("[\"processes\",\"memoryBytes\"]");

        rest.put(SLIVER, "{}");
        await().until(() -> last(node1).getProcesses() == 800 && last(node1).getMemoryBytes() == 536_870_912);
        rest.put(SLICE, "{}");
        await().until(() -> last(node2).getProcesses() == 900);
    }

    @Test
    void onlyTheSliversHearOfItForWhichAnotherNumberHolds() {
        rest.put(SLIVER, "{\"processes\": 700}");
        long first = wanted("node1");
        long second = wanted("node2");
        rest.put(SLICE, "{\"processes\": 800}");
        assertThat(wanted("node1")).isEqualTo(first);
        assertThat(wanted("node2")).isGreaterThan(second);
    }

    @Test
    void areNotInTheWayOfShares() {
        rest.patch("/api/v1/slices/demo_a/shares", "{\"cpuShare\": 2}");
        rest.put(SLICE, "{\"processes\": 500}");
        rest.patch("/api/v1/slices/demo_a/shares", "{\"ioShare\": 3}");
        assertThat(rest.get("/api/v1/slices/demo_a/shares").json().path("own").toString())
                .isEqualTo("[\"cpuShare\",\"ioShare\"]");
        assertThat(rest.get(SLICE).json().path("own").toString()).isEqualTo("[\"processes\"]");
    }

    @Test
    void areRefusedWithAllThatIsWrong() {
        for (String level : List.of(SITE, SLICE, SLIVER)) {
            var answer = rest.put(
                    level, "{\"processes\": 1, \"memoryBytes\": \"much\", \"openFiles\": 99999999, \"disk\": 7}");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.wrongFields()).containsExactlyInAnyOrder("processes", "memoryBytes", "openFiles", "disk");
            assertThat(answer.detail()).contains("must be from 16 to 1000000, not 1");
            assertThat(rest.get(level).json().path("own")).isEmpty();
        }
        assertThat(rest.put(SLICE, "{\"memoryBytes\": 1}").detail())
                .contains("or 0 for as much as the node has; not 1");
        assertThat(rest.put(SLICE, "{\"processes\": 0}").status()).isEqualTo(400);
        assertThat(rest.put("/api/v1/slices/demo_a/slivers/node9/limits", "{}").status())
                .isEqualTo(404);
    }

    @Test
    void areRaisedByThoseWhoAnswerForTheSiteAndLoweredByMembers() {
        People.Person somebody = people.at("demo", Role.USER);
        rest.post("/api/v1/slices/demo_a/members", "{\"email\": \"%s\"}".formatted(somebody.email()));
        Rest member = somebody.rest();
        Rest pi = people.at("demo", Role.PI).rest();
        assertThat(member.get(SLICE).status()).isEqualTo(200);
        assertThat(member.put(SLICE, "{\"processes\": 500, \"memoryBytes\": 536870912}")
                        .status())
                .isEqualTo(200);
        var raised = member.put(SLICE, "{\"processes\": 600}");
        assertThat(raised.status()).isEqualTo(403);
        assertThat(raised.wrongFields()).containsExactly("processes", "memoryBytes");
        assertThat(raised.detail())
                .contains("processes is 500 and would be 600: only a PI of its site or an admin may raise it")
                .contains("memoryBytes is 536870912 bytes and would be as the node has");
        assertThat(member.put(SLIVER, "{\"processes\": 501}").status()).isEqualTo(403);
        assertThat(member.put(SITE, "{\"processes\": 100}").status()).isEqualTo(403);
        assertThat(pi.put(SLICE, "{\"processes\": 5000}").status()).isEqualTo(200);
        assertThat(pi.put(SLIVER, "{\"processes\": 6000}").status()).isEqualTo(200);
        assertThat(pi.put(SITE, "{\"processes\": 7000}").status()).isEqualTo(200);
        assertThat(people.at("other", Role.PI).rest().put(SITE, "{}").status()).isEqualTo(403);
    }

    @Test
    void areChangedOnlyAsTheyWereSeen() {
        String tag = rest.put(SLICE, "{\"processes\": 500}").header("ETag");
        assertThat(tag).isEqualTo(rest.get(SLICE).header("ETag"));
        assertThat(ifMatch(tag, "{\"processes\": 600}").status()).isEqualTo(200);
        assertThat(ifMatch(tag, "{\"processes\": 700}").status()).isEqualTo(412);
        assertThat(rest.get(SLICE).json().path("processes").intValue()).isEqualTo(600);
    }

    private Rest.Answer ifMatch(String tag, String body) {
        return rest.send(rest.request(SLICE)
                .header("If-Match", tag)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void areInTheAuditTrailWithWhatTheyWere() {
        rest.put(SLICE, "{\"processes\": 500}");
        rest.put(SLICE, "{\"processes\": 600}");
        rest.put(SLICE, "{\"processes\": 600}");
        rest.put(SLIVER, "{\"processes\": 700}");
        assertThat(jdbc.sql("select detail || ' ' || coalesce(before::text, '') || coalesce(after::text, '')"
                                + " from audit_events where action = 'limits-set' order by id")
                        .query(String.class)
                        .list())
                .hasSize(3)
                .satisfies(rows -> assertThat(rows.get(1)).contains("500", "600"))
                .satisfies(rows -> assertThat(rows.getLast()).contains("on node1", "700"));
    }

    @Test
    void areSetOnThePages() {
        Browser admin = people.admin().browser();
        Browser.Page page = admin.get("/sites/demo/shares");
        assertThat(admin.submit(page, "/sites/demo/shares/limits", Map.of("processes", "1"))
                        .errors())
                .contains("must be from 16 to 1000000, not 1");
        admin.submit(page, "/sites/demo/shares/limits", Map.of("processes", "900"));
        await().until(() -> last(node1).getProcesses() == 900);
        page = admin.get("/slices/demo_a");
        assertThat(page.text()).contains("Limits of each sliver: Processes 900");
        admin.submit(page, "/slices/demo_a/limits", Map.of("memoryBytes", "268435456"));
        page = admin.get("/slices/demo_a/slivers/node1");
        assertThat(page.text()).contains("Limits: Processes 900, Memory 268435456 bytes");
        var refused = admin.submit(page, "/slices/demo_a/slivers/node1/limits", Map.of("processes", "few"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.value("processes")).isEqualTo("few");
        admin.submit(page, "/slices/demo_a/slivers/node1/limits", Map.of("processes", "700", "memoryBytes", "0"));
        await().until(() -> last(node1).getProcesses() == 700 && last(node1).getMemoryBytes() == 0);
        assertThat(last(node2).getProcesses()).isEqualTo(900);
    }
}
