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
import org.lamella.protocol.NodePlan;
import org.lamella.protocol.SliverPlan;
import org.lamella.testing.Browser;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How slivers split what nobody has reserved: said at three levels, sent to the nodes, raised by admins only. */
@ControlPlaneTest
class SharesTest {
    private static final String SITE = "/api/v1/sites/demo/shares";
    private static final String SLICE = "/api/v1/slices/demo_a/shares";
    private static final String SLIVER = "/api/v1/slices/demo_a/slivers/node1/shares";
    private static final String RESERVATION = "/api/v1/slices/demo_a/slivers/node1/reservation";

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private People people;

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

    private static SliverPlan planned(AgentStream node) {
        NodePlan plan = node.plans().getLast();
        return plan.getSlivers(0);
    }

    private long wanted(String node) {
        return rest.get("/api/v1/slices/demo_a/slivers/" + node)
                .json()
                .path("generationWanted")
                .longValue();
    }

    @Test
    void areTheUsualOnesUntilSomebodySaysOthers() {
        assertThat(planned(node1).getCpu().getShare()).isEqualTo(1);
        assertThat(planned(node1).getTraffic().getShare()).isEqualTo(1);
        assertThat(planned(node1).getTraffic().getCeilingBits()).isZero();
        assertThat(planned(node1).getIo().getShare()).isEqualTo(1);
        var usual = rest.get(SLICE).json();
        assertThat(usual.path("cpuShare").intValue()).isEqualTo(1);
        assertThat(usual.path("networkCeilingBits").intValue()).isZero();
        assertThat(usual.path("own")).isEmpty();
    }

    @Test
    void arriveInThePlanAsTheyAreStored() {
        var set = rest.patch(SLICE, """
                        {"cpuShare": 2.5, "networkShare": 3, "networkCeilingBits": 50000000, "networkDailyBytes": 7000000000,
                         "ioShare": 0.5, "ioReadBytes": 1000000, "ioWriteBytes": 2000000}""");
        assertThat(set.status()).isEqualTo(200);
        assertThat(set.json().path("own")).hasSize(7);

        await().until(() -> planned(node1).getCpu().getShare() == 2.5);
        await().until(() -> planned(node2).getCpu().getShare() == 2.5);
        SliverPlan plan = planned(node1);
        assertThat(plan.getTraffic().getShare()).isEqualTo(3);
        assertThat(plan.getTraffic().getCeilingBits()).isEqualTo(50_000_000);
        assertThat(plan.getTraffic().getDailyBytes()).isEqualTo(7_000_000_000L);
        assertThat(plan.getTraffic().getReservedBits()).isZero();
        assertThat(plan.getIo().getShare()).isEqualTo(0.5);
        assertThat(plan.getIo().getReadBytes()).isEqualTo(1_000_000);
        assertThat(plan.getIo().getWriteBytes()).isEqualTo(2_000_000);
        assertThat(plan.getGeneration()).isEqualTo(wanted("node1"));
        assertThat(rest.get("/api/v1/audit?object=demo_a&limit=50").text()).contains("shares-set");
    }

    @Test
    void goFromTheSiteToTheSliceToTheSliver() {
        rest.patch(SITE, "{\"cpuShare\": 4, \"ioShare\": 2}");
        await().until(() -> planned(node1).getCpu().getShare() == 4);
        rest.patch(SLICE, "{\"cpuShare\": 3}");
        await().until(() -> planned(node2).getCpu().getShare() == 3);
        rest.patch(SLIVER, "{\"cpuShare\": 5}");
        await().until(() -> planned(node1).getCpu().getShare() == 5);
        assertThat(planned(node1).getIo().getShare()).isEqualTo(2);
        assertThat(planned(node2).getCpu().getShare()).isEqualTo(3);
        var sliver = rest.get(SLIVER).json();
        assertThat(sliver.path("cpuShare").intValue()).isEqualTo(5);
        assertThat(sliver.path("ioShare").intValue()).isEqualTo(2);
        assertThat(sliver.path("own").toString()).isEqualTo("[\"cpuShare\"]");

        rest.patch(SLIVER, "{\"cpuShare\": null}");
        await().until(() -> planned(node1).getCpu().getShare() == 3);
        rest.patch(SLICE, "{\"cpuShare\": null}");
        await().until(() -> planned(node1).getCpu().getShare() == 4);
        rest.patch(SITE, "{\"cpuShare\": null, \"ioShare\": null}");
        await().until(() -> planned(node1).getCpu().getShare() == 1);
        assertThat(planned(node1).getIo().getShare()).isEqualTo(1);
    }

    @Test
    void onlyTheNodesThatAreConcernedHearOfIt() {
        long first = wanted("node1");
        long second = wanted("node2");
        rest.patch(SLIVER, "{\"cpuShare\": 5}");
        assertThat(wanted("node1")).isGreaterThan(first);
        assertThat(wanted("node2")).isEqualTo(second);
        // The same once more is no change.
        first = wanted("node1");
        rest.patch(SLIVER, "{\"cpuShare\": 5.0}");
        assertThat(wanted("node1")).isEqualTo(first);
        rest.patch(SLICE + "?dryRun=true", "{\"cpuShare\": 7}");
        assertThat(wanted("node2")).isEqualTo(second);
    }

    @Test
    void areRefusedWithAllThatIsWrong() {
        var answer = rest.patch(SLICE, """
                        {"cpuShare": 0, "networkShare": -1, "ioShare": 1000.5, "networkCeilingBits": 5, "ioReadBytes": "much",
                         "cats": 1, "ioWriteBytes": 2000000}""");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.wrongFields())
                .containsExactlyInAnyOrder(
                        "cpuShare", "networkShare", "ioShare", "networkCeilingBits", "ioReadBytes", "cats");
        assertThat(answer.detail()).contains("more than 0 and at most 1000, not 1000.5");
        assertThat(rest.get(SLICE).json().path("own")).isEmpty();
        assertThat(rest.patch("/api/v1/slices/demo_a/slivers/node9/shares", "{\"cpuShare\": 2}")
                        .status())
                .isEqualTo(404);
        assertThat(rest.patch("/api/v1/sites/nowhere/shares", "{\"cpuShare\": 2}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void areLoweredByMembersAndRaisedByAdmins() {
        People.Person somebody = people.at("demo", Role.USER);
        rest.post("/api/v1/slices/demo_a/members", "{\"email\": \"%s\"}".formatted(somebody.email()));
        Rest member = somebody.rest();
        Rest pi = people.at("demo", Role.PI).rest();

        assertThat(member.patch(SLICE, "{\"cpuShare\": 0.5, \"networkCeilingBits\": 10000000}")
                        .status())
                .isEqualTo(200);
        var raised = member.patch(SLICE, "{\"cpuShare\": 2, \"networkCeilingBits\": 0, \"ioShare\": 0.1}");
        assertThat(raised.status()).isEqualTo(403);
        assertThat(raised.detail())
                .contains("cpuShare is 0.5 and would be 2: only an admin may raise it")
                .contains("networkCeilingBits is 10000000 bit/s and would be none")
                .doesNotContain("ioShare");
        assertThat(raised.wrongFields()).containsExactly("cpuShare", "networkCeilingBits");
        var alsoWrong = member.patch(SLICE, "{\"cpuShare\": 2, \"networkShare\": 0, \"cats\": 1}");
        assertThat(alsoWrong.status()).isEqualTo(400);
        assertThat(alsoWrong.wrongFields()).containsExactlyInAnyOrder("cpuShare", "networkShare", "cats");
        assertThat(pi.patch(SLICE, "{\"cpuShare\": null}").status()).isEqualTo(403);
        assertThat(member.patch(SLIVER, "{\"cpuShare\": 0.6}").status()).isEqualTo(403);
        assertThat(member.patch(SITE, "{\"cpuShare\": 0.6}").status()).isEqualTo(403);
        assertThat(pi.patch(SITE, "{\"cpuShare\": 0.9}").status()).isEqualTo(200);
        assertThat(pi.patch(SITE, "{\"cpuShare\": 1.5}").status()).isEqualTo(403);
        assertThat(rest.patch(SLICE, "{\"cpuShare\": 2, \"networkCeilingBits\": null}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void areChangedOnlyAsTheyWereSeen() {
        String tag = rest.patch(SLICE, "{\"cpuShare\": 2}").header("ETag");
        assertThat(tag).isEqualTo(rest.get(SLICE).header("ETag"));
        assertThat(ifMatch(tag, "{\"cpuShare\": 3}").status()).isEqualTo(200);
        assertThat(ifMatch(tag, "{\"cpuShare\": 4}").status()).isEqualTo(412);
        assertThat(rest.get(SLICE).json().path("cpuShare").intValue()).isEqualTo(3);
    }

    private Rest.Answer ifMatch(String tag, String body) {
        return rest.send(rest.request(SLICE)
                .header("If-Match", tag)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void noCeilingIsUnderWhatIsReserved() {
        rest.put("/api/v1/nodes/node1/uplink", "{\"capBits\": 100000000}");
        assertThat(rest.put(RESERVATION, "{\"networkBits\": 30000000}").status())
                .isEqualTo(200);

        for (String level : List.of(SITE, SLICE, SLIVER)) {
            var refused = rest.patch(level, "{\"networkCeilingBits\": 20000000}");
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.detail())
                    .contains("a ceiling of 20000000 bit/s is under the 30000000 that demo_a has reserved on node1");
            assertThat(rest.get(level).json().path("networkCeilingBits").intValue())
                    .isZero();
        }
        assertThat(rest.patch(SLICE, "{\"networkCeilingBits\": 40000000}").status())
                .isEqualTo(200);
        var more = rest.put(RESERVATION, "{\"networkBits\": 50000000}");
        assertThat(more.status()).isEqualTo(409);
        assertThat(more.detail()).contains("50000000 bit/s are more than the slice's ceiling there, which is 40000000");
    }

    @Test
    void aCappedReservationLeavesNoShare() {
        rest.patch(SLICE, "{\"cpuShare\": 2}");
        rest.put(RESERVATION, "{\"cpuPercent\": 10}");
        await().until(() -> planned(node1).getCpu().getReservedPercent() == 10);
        assertThat(planned(node1).getCpu().getShare()).isEqualTo(2);
        rest.put(RESERVATION, "{\"cpuPercent\": 10, \"capped\": true}");
        await().until(() -> planned(node1).getCpu().getShare() == 0);
    }

    @Test
    void goWithTheSliver() {
        rest.patch(SLIVER, "{\"cpuShare\": 2}");
        rest.delete("/api/v1/slices/demo_a/slivers/node1");
        node1.awaitEmptyPlan();
        node1.reportAllRunning();
        await().until(() -> jdbc.sql("select count(*) from shares where node_id is not null")
                        .query(Long.class)
                        .single()
                == 0);
    }

    @Test
    void comeBackOnThePageToWhoMayOnlyLowerThem() {
        People.Person somebody = people.at("demo", Role.USER);
        rest.post("/api/v1/slices/demo_a/members", "{\"email\": \"%s\"}".formatted(somebody.email()));
        Browser member = somebody.browser();
        Map<String, String> typed = Map.of("cpuShare", "3", "ioShare", "0.5");
        for (String page : List.of("/slices/demo_a", "/slices/demo_a/slivers/node1")) {
            assertComesBack(member.submit(member.get(page), page + "/shares", typed));
        }
        Browser pi = people.at("demo", Role.PI).browser();
        assertComesBack(pi.submit(pi.get("/sites/demo/shares"), "/sites/demo/shares", typed));
        assertThat(rest.get(SLIVER).json().path("ioShare").intValue()).isEqualTo(1);
    }

    private static void assertComesBack(Browser.Page refused) {
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.errors()).contains("One thing is wrong", "cpuShare: is 1 and would be 3");
        assertThat(refused.html().select("tr:has(#share-cpuShare) .wrong").text())
                .isEqualTo("is 1 and would be 3: only an admin may raise it, you may lower it");
        assertThat(refused.value("cpuShare")).isEqualTo("3");
        assertThat(refused.value("ioShare")).isEqualTo("0.5");
    }

    @Test
    void areSetOnThePages() {
        Browser admin = people.admin().browser();
        Browser.Page page = admin.get("/slices/demo_a");
        var done = admin.submit(page, "/slices/demo_a/shares", Map.of("cpuShare", "2,5"));
        assertThat(done.location()).endsWith("/slices/demo_a");
        assertThat(admin.get("/slices/demo_a").text()).contains("Shares and ceilings: CPU share 2.5");

        var refused = admin.submit(page, "/slices/demo_a/shares", Map.of("cpuShare", "0", "ioReadBytes", "some"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errors()).contains("2 things are wrong");
        assertThat(refused.value("ioReadBytes")).isEqualTo("some");

        page = admin.get("/slices/demo_a/slivers/node1");
        admin.submit(page, "/slices/demo_a/slivers/node1/shares", Map.of("cpuShare", "7"));
        assertThat(admin.get("/slices/demo_a/slivers/node1").text()).contains("CPU share 7");

        page = admin.get("/sites/demo/shares");
        assertThat(admin.submit(page, "/sites/demo/shares", Map.of("ioShare", "x"))
                        .status())
                .isEqualTo(400);
        admin.submit(page, "/sites/demo/shares", Map.of("ioShare", "3"));
        await().until(() -> planned(node2).getIo().getShare() == 3);
        assertThat(admin.get("/sites/demo").html().select("a[href=/sites/demo/shares]"))
                .hasSize(1);
    }
}
