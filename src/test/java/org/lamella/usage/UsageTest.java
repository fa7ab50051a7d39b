package org.lamella.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lamella.usage.TestUsage.use;
import static org.lamella.usage.TestUsage.window;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.protocol.UsageWindow;
import org.lamella.testing.Browser;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.lamella.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What nodes tell of what slivers got, and what is answered about it. */
@ControlPlaneTest
class UsageTest {
    private static final String OF_SLICE = "/api/v1/slices/demo_a/usage";
    private static final String OF_NODE = "/api/v1/nodes/node1/usage";

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

    private AgentStream node1;
    private Instant newest;

    @BeforeEach
    void twoSliversRun() {
        node1 = agents.ready("node1");
        for (String slice : List.of("demo_a", "demo_b")) {
            rest.post("/api/v1/slices", "{\"name\": \"" + slice + "\", \"slivers\": {\"nodes\": [\"node1\"]}}");
        }
        node1.runAll(2);
        newest = Windows.newest(clock.instant());
    }

    private long rows() {
        return jdbc.sql("select count(*) from usage_windows").query(Long.class).single();
    }

    @Test
    void storesAWindowOnceHoweverOftenItIsTold() {
        UsageWindow window = window(newest, use(node1, "demo_a", 1_500, 3), use(node1, "demo_b", 10, 0));
        node1.tellUsage(window);
        node1.tellUsage(window);
        node1.tellUsage(window(newest, use(node1, "demo_a", 9_999, 9)));
        assertThat(rows()).isEqualTo(2);

        JsonNode usage = rest.get(OF_SLICE).json().path("items").path(0);
        assertThat(usage.path("slice").stringValue()).isEqualTo("demo_a");
        assertThat(usage.path("node").stringValue()).isEqualTo("node1");
        assertThat(usage.path("from").stringValue()).isEqualTo(newest.toString());
        assertThat(usage.path("cpuMillis").longValue()).isEqualTo(1_500);
        assertThat(usage.path("processes").longValue()).isEqualTo(3);
        assertThat(usage.path("diskReadBytes").isNull()).isTrue();
        assertThat(usage.path("active").booleanValue()).isTrue();
        assertThat(usage.path("live").booleanValue()).isTrue();
        assertThat(rest.get(OF_NODE).texts("items", "slice")).containsExactlyInAnyOrder("demo_a", "demo_b");
    }

    @Test
    void tellsActiveAndLiveApart() {
        node1.tellUsage(window(newest, use(node1, "demo_a", 299, 1), use(node1, "demo_b", 300, 0)));
        JsonNode active = rest.get(OF_SLICE).json().path("items").path(0);
        assertThat(active.path("active").booleanValue()).isTrue();
        assertThat(active.path("live").booleanValue()).isFalse();
        JsonNode all = rest.get("/api/v1/usage").json();
        assertThat(all.path("from").stringValue()).isEqualTo(newest.toString());
        assertThat(all.path("activeSlices").longValue()).isEqualTo(1);
        assertThat(all.path("liveSlices").longValue()).isEqualTo(1);
        assertThat(all.path("nodesHeard").longValue()).isEqualTo(1);
    }

    @Test
    void believesANodeOnlyOfSliversThatItHasOrHad() {
        AgentStream node2 = agents.ready("node2");
        UsageWindow window = window(newest, use(node1, "demo_a", 1_500, 3));
        node2.tellUsage(window);
        node1.tellUsage(window(newest, use(node1, "demo_a", 1, 1).setIncarnation(987_654_321)));
        node1.tellUsage(window(newest, use(node1, "demo_a", 1, 1).setSlice("demo_b")));
        assertThat(rows()).isZero();

        rest.delete("/api/v1/slices/demo_a/slivers/node1");
        node1.runAll(1);
        node1.tellUsage(window);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void takesNothingOfTheFutureOrOfLongAgoAndHasItToldNoMore() {
        node1.tellUsage(window(newest.plus(Duration.ofHours(1)), use(node1, "demo_a", 1, 1)));
        node1.tellUsage(window(newest.minus(Duration.ofDays(410)), use(node1, "demo_a", 1, 1)));
        node1.tellUsage(window(newest.plusSeconds(7), use(node1, "demo_a", 1, 1)));
        node1.tellUsage(window(newest, use(node1, "demo_a", 1, 1)).toBuilder()
                .setLengthMillis(86_400_000)
                .build());
        assertThat(rows()).isZero();
        assertThat(node1.isOpen()).isTrue();
    }

    @Test
    void takesNoNumberThatCannotBe() {
        node1.tellUsage(window(
                newest,
                use(node1, "demo_a", -5, 1)
                        .setSentBytes(Long.MAX_VALUE)
                        .setSeenMillis(-1)
                        .setCpuReservedPercent(Double.NaN)
                        .setMemoryGuaranteedBytes(-1)));
        JsonNode usage = rest.get(OF_SLICE).json().path("items").path(0);
        assertThat(usage.path("cpuMillis").longValue()).isZero();
        assertThat(usage.path("sentBytes").longValue()).isEqualTo(1L << 50);
        assertThat(usage.path("seenMillis").longValue()).isEqualTo(300_000);
    }

    @Test
    void answersWhatWasPromisedOfNetworkAndMemoryAndWhatOfItWasNotKept() {
        node1.tellUsage(window(
                newest,
                use(node1, "demo_a", 1_500, 3)
                        .setNetworkReservedBits(8_000_000)
                        .setSentPromisedBytes(100_000_000)
                        .setSentMissedBytes(1_000_001)
                        .setSentWaitedMillis(4_000)
                        .setReceivedPromisedBytes(100_000_000)
                        .setReceivedMissedBytes(1_000_000)
                        .setReceivedWaitedMillis(2_000)
                        .setMemoryGuaranteedBytes(64 << 20)
                        .setMemoryTaken(1),
                use(node1, "demo_b", 1_500, 3)
                        .setNetworkReservedBits(8_000)
                        .setSentPromisedBytes(200_000)
                        .setSentMissedBytes(100_000)));
        JsonNode usage = rest.get(OF_SLICE).json().path("items").path(0);
        assertThat(usage.path("networkReservedBits").longValue()).isEqualTo(8_000_000);
        assertThat(usage.path("sentPromisedBytes").longValue()).isEqualTo(100_000_000);
        assertThat(usage.path("sentMissedBytes").longValue()).isEqualTo(1_000_001);
        assertThat(usage.path("sentWaitedMillis").longValue()).isEqualTo(4_000);
        assertThat(usage.path("receivedMissedBytes").longValue()).isEqualTo(1_000_000);
        assertThat(usage.path("receivedWaitedMillis").longValue()).isEqualTo(2_000);
        assertThat(usage.path("memoryTaken").longValue()).isEqualTo(1);
        assertThat(usage.path("broken").valueStream().map(JsonNode::stringValue))
                .containsExactly("SENT", "MEMORY");
        assertThat(usage.path("promiseBroken").booleanValue()).isTrue();
        assertThat(rest.get("/api/v1/audit?action=promise-broken").texts("items", "detail"))
                .hasSize(2)
                .anyMatch(detail -> detail.startsWith("node1 did not give all of the 8 Mbit/s that are reserved of its"
                                + " uplink for what is sent: of 100.0 MB wanted of that from")
                        && detail.endsWith(", 1.0 MB did not pass"))
                .anyMatch(detail -> detail.startsWith(
                        "node1 took memory though no more was used than the 64 MiB that are guaranteed: once from"));
        // A few packets are no broken promise; and what is left out is not known.
        JsonNode other =
                rest.get("/api/v1/slices/demo_b/usage").json().path("items").path(0);
        assertThat(other.path("broken")).isEmpty();
        assertThat(other.path("receivedPromisedBytes").isNull()).isTrue();
        assertThat(other.path("memoryTaken").isNull()).isTrue();
    }

    @Test
    void makesAnEventOfEachKindWhenItBegins() {
        for (int number = 0; number < 3; number++) {
            node1.tellUsage(window(
                    newest.minus(Windows.LENGTH.multipliedBy(2L - number)),
                    use(node1, "demo_a", 140_000, 3)
                            .setCpuReservedPercent(25)
                            .setCpuPromisedMillis(150_000)
                            .setCpuMissedMillis(9_000)
                            .setMemoryGuaranteedBytes(64 << 20)
                            .setMemoryTaken(number)));
        }
        assertThat(rest.get("/api/v1/audit?action=promise-broken").texts("items", "detail"))
                .hasSize(2)
                .anyMatch(detail -> detail.contains("CPU time"))
                .anyMatch(detail -> detail.contains("took memory"));
    }

    @Test
    void answersTheLastHoursOfTheWholeTestbed() {
        node1.tellUsage(window(newest, use(node1, "demo_a", 30_000, 3), use(node1, "demo_b", 10, 2)));
        node1.tellUsage(window(newest.minus(Windows.LENGTH), use(node1, "demo_a", 10, 0)));
        node1.tellUsage(window(newest.minus(Duration.ofHours(3)), use(node1, "demo_a", 30_000, 3)));
        JsonNode items = rest.get("/api/v1/usage/history").json().path("items");
        assertThat(items).hasSize(36);
        JsonNode last = items.path(35);
        assertThat(last.path("from").stringValue()).isEqualTo(newest.toString());
        assertThat(last.path("nodesHeard").longValue()).isEqualTo(1);
        assertThat(last.path("activeSlices").longValue()).isEqualTo(2);
        assertThat(last.path("liveSlices").longValue()).isEqualTo(1);
        assertThat(items.path(34).path("nodesHeard").longValue()).isEqualTo(1);
        assertThat(items.path(34).path("activeSlices").longValue()).isZero();
        assertThat(items.path(0).path("nodesHeard").longValue()).isZero();
    }

    @Test
    void keepsAWindowThatComesDaysLate() {
        Instant late = newest.minus(Duration.ofDays(20));
        node1.tellUsage(window(late, use(node1, "demo_a", 1_500, 3)));
        assertThat(rest.get(OF_SLICE).json().path("items")).isEmpty();
        assertThat(rest.get(OF_SLICE + "?from=" + late + "&until=" + late.plusSeconds(1))
                        .texts("items", "from"))
                .containsExactly(late.toString());
    }

    @Test
    void pagesThroughWindowsTheNewestFirst() {
        List<String> told = new ArrayList<>();
        for (int back = 0; back < 5; back++) {
            Instant began = newest.minus(Windows.LENGTH.multipliedBy(back));
            node1.tellUsage(window(began, use(node1, "demo_a", 1, 1), use(node1, "demo_b", 1, 1)));
            told.add(began.toString());
        }
        assertThat(paged(OF_SLICE + "?limit=2")).isEqualTo(told);
        assertThat(paged(OF_NODE + "?limit=3")).hasSize(10).startsWith(told.get(0), told.get(0), told.get(1));
        assertThat(paged(OF_SLICE + "?limit=2&from=" + told.get(3) + "&until=" + told.get(0)))
                .isEqualTo(told.subList(1, 4));
    }

    private List<String> paged(String path) {
        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            Rest.Answer page = rest.get(path + (next.isEmpty() ? "" : "&cursor=" + next));
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            seen.addAll(page.texts("items", "from"));
            next = page.json().path("next").asString("");
        } while (!next.isEmpty());
        return seen;
    }

    @Test
    void saysAllThatIsWrongWithARequest() {
        assertThat(rest.get(OF_SLICE + "?from=yesterday&until=soon").wrongFields())
                .containsExactlyInAnyOrder("from", "until");
        assertThat(rest.get(OF_SLICE + "?from=2026-02-02&until=2026-02-01").wrongFields())
                .containsExactly("until");
        assertThat(rest.get(OF_NODE + "?cursor=x").status()).isEqualTo(400);
        assertThat(rest.get("/api/v1/usage/nodes?sort=colour").status()).isEqualTo(400);
    }

    @Test
    void listsNodesAndSlicesByWhatTheyDid() {
        agents.add("node2");
        node1.tellUsage(window(newest, use(node1, "demo_a", 30_000, 3), use(node1, "demo_b", 10, 2)));
        JsonNode node =
                rest.get("/api/v1/usage/nodes?sort=-live").json().path("items").path(0);
        assertThat(node.path("node").stringValue()).isEqualTo("node1");
        assertThat(node.path("active").longValue()).isEqualTo(2);
        assertThat(node.path("live").longValue()).isEqualTo(1);
        assertThat(node.path("cpus").doubleValue()).isEqualTo(0.1);
        assertThat(node.path("sentBytes").longValue()).isEqualTo(2 << 20);
        assertThat(rest.get("/api/v1/usage/nodes?filter=heard:no").texts("items", "node"))
                .containsExactly("node2");
        assertThat(rest.get("/api/v1/usage/slices?filter=live%3E0").texts("items", "slice"))
                .containsExactly("demo_a");

        // Five minutes later nothing is known of the newest window.
        clock.advance(Windows.LENGTH);
        assertThat(rest.get("/api/v1/usage/nodes?filter=heard:yes").json().path("items"))
                .isEmpty();
        assertThat(rest.get("/api/v1/usage").json().path("nodesHeard").longValue())
                .isZero();
    }

    @Test
    void showsUsageToWhoMaySeeTheSliceOrLooksAfterTheNode() {
        node1.tellUsage(window(newest, use(node1, "demo_a", 1_500, 3)));
        people.site("kyoto");
        Rest pi = people.named("pi", "demo", Role.PI).rest();
        Rest tech = people.named("tech", "demo", Role.TECH).rest();
        Rest stranger = people.named("stranger", "kyoto", Role.PI).rest();
        assertThat(pi.get(OF_SLICE).json().path("items")).hasSize(1);
        assertThat(tech.get(OF_SLICE).status()).isEqualTo(404);
        assertThat(tech.get(OF_NODE).json().path("items")).hasSize(1);
        assertThat(stranger.get(OF_SLICE).status()).isEqualTo(404);
        assertThat(stranger.get(OF_NODE).json().path("items")).isEmpty();
        assertThat(stranger.get("/api/v1/usage/slices").json().path("items")).isEmpty();
        assertThat(stranger.get("/api/v1/usage/nodes").texts("items", "node")).containsExactly("node1");
    }

    @Test
    void doesNotShowWhatAnEarlierSliceOfTheNameGot() {
        node1.tellUsage(window(newest, use(node1, "demo_a", 1_500, 3)));
        rest.delete("/api/v1/slices/demo_a");
        node1.runAll(1);
        await().until(() -> rest.get("/api/v1/slices/demo_a").status() == 404);
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\", \"slivers\": {\"nodes\": [\"node1\"]}}");
        assertThat(rest.get(OF_SLICE).json().path("items")).isEmpty();
        assertThat(rest.get(OF_NODE).texts("items", "slice")).containsExactly("demo_a");
    }

    @Test
    void makesAnEventOfAPromiseThatIsNotKeptWhenItBegins() {
        for (int number = 0; number < 4; number++) {
            Instant began = newest.minus(Windows.LENGTH.multipliedBy(3L - number));
            long missed = number == 0 ? 1_499 : 9_000;
            node1.tellUsage(window(
                    began,
                    use(node1, "demo_a", 140_000, 3)
                            .setCpuReservedPercent(25)
                            .setCpuPromisedMillis(150_000)
                            .setCpuMissedMillis(missed)));
        }
        assertThat(rest.get("/api/v1/audit?action=promise-broken").texts("items", "detail"))
                .singleElement()
                .asString()
                .startsWith("node1 did not give all of the 25 % of its CPU time that are reserved: of 150.0 s promised")
                .endsWith(", 9.0 s were wanted and not got");
        assertThat(rest.get("/api/v1/audit?action=promise-broken").texts("items", "actor"))
                .containsExactly("system");
        assertThat(rest.get(OF_SLICE)
                        .json()
                        .path("items")
                        .path(0)
                        .path("promiseBroken")
                        .booleanValue())
                .isTrue();
        assertThat(rest.get(OF_SLICE)
                        .json()
                        .path("items")
                        .path(3)
                        .path("promiseBroken")
                        .booleanValue())
                .isFalse();
        Rest pi = people.named("pi", "demo", Role.PI).rest();
        assertThat(pi.get(OF_SLICE).json().path("items")).hasSize(4);
        Browser admin = people.admin().browser();
        assertThat(admin.get("/slices/demo_a").text())
                .contains("Promises were not kept in the last 24 hours")
                .contains("promise-broken");
        assertThat(admin.get("/nodes/node1").text()).contains("9.0 s were wanted and not got");
    }
}
