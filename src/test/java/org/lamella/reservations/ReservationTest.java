package org.lamella.reservations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.protocol.SliverCpu;
import org.lamella.testing.Browser;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The ledger: what it admits, what it refuses and how it says so, and that the node hears of it. */
@ControlPlaneTest
class ReservationTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private People people;

    private AgentStream stream;

    @BeforeEach
    void twoSlicesOnOneNode() {
        stream = agents.ready("node1");
        create("demo_a");
        create("demo_b");
    }

    private void create(String slice) {
        assertThat(rest.post("/api/v1/slices", "{\"name\": \"" + slice + "\", \"slivers\": {\"nodes\": [\"node1\"]}}")
                        .status())
                .isEqualTo(201);
    }

    private static String path(String slice) {
        return "/api/v1/slices/" + slice + "/slivers/node1/reservation";
    }

    private Rest.Answer reserve(String slice, String percent) {
        return rest.put(path(slice), "{\"cpuPercent\": " + percent + "}");
    }

    private SliverCpu planned(String slice) {
        return stream.planned(slice).getCpu();
    }

    @Test
    void tellsTheNodeAndShowsWhenItIsInForce() {
        var reserved = reserve("demo_a", "25.5");
        assertThat(reserved.status()).isEqualTo(200);
        assertThat(reserved.json().path("cpuPercent").doubleValue()).isEqualTo(25.5);
        assertThat(reserved.json().path("by").stringValue()).contains("@");

        await().atMost(SOON).until(() -> planned("demo_a").getReservedPercent() == 25.5);
        assertThat(planned("demo_a").getShare()).isEqualTo(1);
        assertThat(planned("demo_b").getReservedPercent()).isZero();
        long wanted = sliver().path("generationWanted").longValue();
        assertThat(wanted).isEqualTo(stream.plans().getLast().getGeneration());

        rest.put(path("demo_a"), "{\"cpuPercent\": 10, \"capped\": true}");
        await().atMost(SOON).until(() -> planned("demo_a").getShare() == 0);
        assertThat(planned("demo_a").getReservedPercent()).isEqualTo(10);

        assertThat(rest.delete(path("demo_a")).status()).isEqualTo(204);
        await().atMost(SOON).until(() -> planned("demo_a").getReservedPercent() == 0);
        assertThat(rest.get(path("demo_a")).status()).isEqualTo(404);
        assertThat(actions()).containsExactly("reservation-made", "reservation-made", "reservation-released");
    }

    private JsonNode sliver() {
        return rest.get("/api/v1/slices/demo_a/slivers/node1").json();
    }

    private List<String> actions() {
        return jdbc.sql(
                        "select action from audit_events where object = 'demo_a' and action like 'reservation-%' order by id")
                .query(String.class)
                .list();
    }

    @Test
    void refusesWithBothNumbersAndWhoHoldsTheRest() {
        reserve("demo_b", "70");

        var refused = reserve("demo_a", "30");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.detail())
                .isEqualTo(
                        "30 % of node1 is asked for, 20 % is free: 10 % is kept for the node itself, demo_b has 70 %");
        assertThat(refused.texts("conflicts", "name")).containsExactly("demo_b");
        String alternative =
                refused.json().path("alternatives").get(0).path("body").toString();
        assertThat(rest.put(path("demo_a"), alternative).status()).isEqualTo(200);
        var node = rest.get("/api/v1/nodes/node1/cpu").json();
        assertThat(node.path("free").doubleValue()).isZero();
        assertThat(node.path("reserved").doubleValue()).isEqualTo(90);
        assertThat(node.path("reservations")).hasSize(2);
        // Less than one has is always free.
        assertThat(reserve("demo_b", "60").status()).isEqualTo(200);
    }

    @Test
    void neverPromisesMoreThanThereIsHoweverManyAskAtOnce() throws Exception {
        IntStream.range(0, 30).forEach(number -> create("demo_s" + number));
        List<Callable<Integer>> asking = IntStream.range(0, 30)
                .mapToObj(number -> (Callable<Integer>)
                        () -> reserve("demo_s" + number, "9").status())
                .toList();
        List<Integer> statuses;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            statuses = threads.invokeAll(asking).stream().map(Future::resultNow).toList();
        }
        assertThat(statuses).containsOnly(200, 409);
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(10);
        assertThat(jdbc.sql("select sum(cpu_percent) from reservations")
                        .query(Integer.class)
                        .single())
                .isEqualTo(90);
    }

    @Test
    void saysAllThatIsWrong() {
        assertThat(rest.put(path("demo_a"), "{\"cpuPercent\": 101, \"share\": 2}")
                        .wrongFields())
                .containsExactly("share", "cpuPercent");
        assertThat(rest.put(path("demo_a"), "{\"networkBits\": 5, \"memoryBytes\": 0, \"capped\": true}")
                        .wrongFields())
                .containsExactly("networkBits", "memoryBytes", "capped");
        assertThat(rest.put(path("demo_a"), "{}").detail())
                .contains("is needed, or cpuCores, or networkBits, or memoryBytes");
        assertThat(reserve("demo_a", "101").detail()).contains("at most 100, not 101");
        assertThat(reserve("demo_a", "0").status()).isEqualTo(400);
        assertThat(reserve("demo_a", "1.005").detail()).contains("2 digits");
        assertThat(reserve("demo_a", "\"much\"").wrongFields()).contains("cpuPercent");
        assertThat(reserve("demo_none", "5").status()).isEqualTo(404);
        assertThat(rest.put("/api/v1/slices/demo_a/slivers/node9/reservation", "{\"cpuPercent\": 5}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void isHeldToTheQuotas() {
        assertThat(rest.patch("/api/v1/slices/demo_a/quota", "{\"cpuPercent\": 20}")
                        .status())
                .isEqualTo(200);

        var refused = reserve("demo_a", "20.5");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.detail()).contains("slice demo_a: 0 of 20 cpuPercent used, 21 more asked for");
        assertThat(reserve("demo_a", "20").status()).isEqualTo(200);
    }

    @Test
    void endsWithTheSliver() {
        reserve("demo_a", "25");
        rest.delete("/api/v1/slices/demo_a/slivers/node1");
        assertThat(rest.get("/api/v1/slices/demo_a/reservations").json().path("items"))
                .isEmpty();
        assertThat(rest.get("/api/v1/nodes/node1/cpu").json().path("free").doubleValue())
                .isEqualTo(90);
        var refused = reserve("demo_a", "25");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.detail()).contains("no sliver there");
    }

    private void cap(String bits) {
        assertThat(rest.put("/api/v1/nodes/node1/uplink", "{\"capBits\": " + bits + "}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void holdsNetworkAndMemoryAndTellsTheNode() {
        cap("100000000");
        var reserved = rest.put(path("demo_a"), "{\"networkBits\": 10000000, \"memoryBytes\": 512000000}");
        assertThat(reserved.status()).isEqualTo(200);
        assertThat(reserved.json().path("cpuPercent").intValue()).isZero();
        assertThat(reserved.json().path("memoryBytes").longValue()).isEqualTo(512_000_000);

        await().atMost(SOON).until(() -> stream.planned("demo_a").getTraffic().getReservedBits() == 10_000_000);
        assertThat(stream.planned("demo_a").getMemory().getGuaranteedBytes()).isEqualTo(512_000_000);
        assertThat(planned("demo_a").getReservedPercent()).isZero();
        assertThat(planned("demo_a").getShare()).isEqualTo(1);
        assertThat(stream.planned("demo_b").getMemory().getGuaranteedBytes()).isZero();
        var node = rest.get("/api/v1/nodes/node1/capacity").json();
        assertThat(node.path("network").path("free").longValue()).isEqualTo(90_000_000);
        assertThat(node.path("memory").path("reserved").longValue()).isEqualTo(512_000_000);
        assertThat(rest.get("/api/v1/nodes/node1/cpu").json().path("reservations"))
                .isEmpty();
    }

    @Test
    void refusesAllThatIsTooMuchAtOnce() {
        cap("100000000");
        rest.put(path("demo_b"), "{\"cpuPercent\": 70, \"networkBits\": 80000000, \"memoryBytes\": 3000000000}");

        var refused = rest.put(
                path("demo_a"), "{\"cpuPercent\": 30, \"networkBits\": 30000000, \"memoryBytes\": 2000000000}");

        assertThat(refused.status()).isEqualTo(409);
        // Of the 4 GiB that the node has, a tenth is kept.
        assertThat(refused.detail())
                .contains(
                        "30 % of node1 is asked for, 20 % is free",
                        "30 Mbit/s of node1 is asked for, 20 Mbit/s is free: demo_b has 80 Mbit/s",
                        "2000000000 bytes of memory of node1 is asked for, 865470566 bytes of memory is free:"
                                + " 429496730 bytes of memory is kept for the node itself, demo_b has 3000000000");
        assertThat(refused.json().path("conflicts")).hasSize(3);
        String alternative =
                refused.json().path("alternatives").get(0).path("body").toString();
        assertThat(rest.put(path("demo_a"), alternative).status()).isEqualTo(200);
        var node = rest.get("/api/v1/nodes/node1/capacity").json();
        for (String part : List.of("cpu", "network", "memory")) {
            assertThat(node.path(part).path("free").doubleValue()).isZero();
        }
    }

    @Test
    void nothingOfANetworkIsReservedBeforeItsCapIsSaid() {
        var refused = rest.put(path("demo_a"), "{\"networkBits\": 30000000}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.detail()).contains("an admin must set the cap of its uplink first");
        assertThat(rest.get("/api/v1/nodes/node1/capacity")
                        .json()
                        .path("network")
                        .isNull())
                .isTrue();
        cap("100000000");
        assertThat(rest.put(path("demo_a"), "{\"networkBits\": 30000000}").status())
                .isEqualTo(200);
        var less = rest.put("/api/v1/nodes/node1/uplink", "{\"capBits\": 20000000}");
        assertThat(less.status()).isEqualTo(409);
        assertThat(less.detail())
                .contains(
                        "30 Mbit/s is reserved of node1, which is more than a cap of 20 Mbit/s: demo_a has 30 Mbit/s");
        assertThat(rest.put("/api/v1/nodes/node1/uplink", "{}").status()).isEqualTo(409);
    }

    @Test
    void boundsTheUplinkOfANode() {
        var wrong = rest.put(
                "/api/v1/nodes/node1/uplink",
                "{\"capBits\": 5, \"exempt\": [\"10.0.0.0/8\", \"10.0.0.1/8\", \"lab\"], \"cats\": 1}");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.wrongFields()).containsExactlyInAnyOrder("capBits", "exempt", "exempt", "cats");

        var bounded = rest.put(
                "/api/v1/nodes/node1/uplink",
                "{\"capBits\": 100000000, \"exempt\": [\"10.0.0.0/8\", \"192.168.1.0/24\"]}");
        assertThat(bounded.status()).isEqualTo(200);
        assertThat(bounded.header("ETag"))
                .isEqualTo(rest.get("/api/v1/nodes/node1/uplink").header("ETag"));
        await().atMost(SOON).until(() -> stream.plans().getLast().getTraffic().getCapBits() == 100_000_000);
        assertThat(stream.plans().getLast().getTraffic().getExemptList())
                .containsExactly("10.0.0.0/8", "192.168.1.0/24");
        assertThat(people.at("demo", Role.TECH)
                        .rest()
                        .put("/api/v1/nodes/node1/uplink", "{\"capBits\": 1000000}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void neverPromisesMoreNetworkOrMemoryThanThereIsHoweverManyAskAtOnce() throws Exception {
        cap("100000000");
        IntStream.range(0, 30).forEach(number -> create("demo_s" + number));
        // The network is enough for eight, the memory for nine of them.
        List<Integer> statuses = asked(number -> number % 2 == 0
                ? "{\"networkBits\": 12000000, \"memoryBytes\": 400000000}"
                : "{\"networkBits\": 12000000}");
        assertThat(statuses).containsOnly(200, 409);
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(8);
        assertThat(total("network_bits")).isEqualTo(96_000_000);

        jdbc.sql("delete from reservations").update();
        statuses = asked(number -> "{\"memoryBytes\": 400000000}");
        assertThat(statuses).containsOnly(200, 409);
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(9);
        assertThat(total("memory_bytes")).isEqualTo(3_600_000_000L);
    }

    private List<Integer> asked(IntFunction<String> body) throws InterruptedException {
        List<Callable<Integer>> asking = IntStream.range(0, 30)
                .mapToObj(number -> (Callable<Integer>) () ->
                        rest.put(path("demo_s" + number), body.apply(number)).status())
                .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(asking).stream().map(Future::resultNow).toList();
        }
    }

    private long total(String column) {
        return jdbc.sql("select sum(" + column + ") from reservations")
                .query(Long.class)
                .single();
    }

    @Test
    void isHeldToTheQuotaOfBandwidth() {
        cap("100000000");
        rest.patch("/api/v1/slices/demo_a/quota", "{\"bandwidth\": 20000000}");

        var refused = rest.put(path("demo_a"), "{\"networkBits\": 20000001}");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.detail()).contains("slice demo_a: 0 of 20000000 bandwidth used, 20000001 more asked for");
        assertThat(rest.put(path("demo_a"), "{\"networkBits\": 20000000}").status())
                .isEqualTo(200);
        assertThat(rest.get("/api/v1/sites/demo/quota").text()).contains("\"used\":20000000");
    }

    @Test
    void isMadeOnThePageOfTheSlice() {
        Browser admin = people.admin().browser();
        Browser.Page node = admin.get("/nodes/node1");
        assertThat(admin.submit(node, "/nodes/node1/uplink", Map.of("capBits", "much"))
                        .status())
                .isEqualTo(400);
        admin.submit(node, "/nodes/node1/uplink", Map.of("capBits", "100000000", "exempt", "10.0.0.0/8"));
        assertThat(admin.get("/nodes/node1").text()).contains("100 Mbit/s, but to 10.0.0.0/8");

        Browser.Page page = admin.get("/slices/demo_a");
        var refused = admin.submit(
                page,
                "/slices/demo_a/reservations",
                Map.of("node", "node1", "networkBits", "fast", "memoryBytes", "512M", "cpuPercent", "12,5"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.value("networkBits")).isEqualTo("fast");
        assertThat(refused.value("memoryBytes")).isEqualTo("512M");
        admin.submit(
                page,
                "/slices/demo_a/reservations",
                Map.of("node", "node1", "networkBits", "10M", "memoryBytes", "512M", "cpuPercent", "12,5"));
        assertThat(admin.get("/slices/demo_a").text()).contains("12.5 %, 10 Mbit/s, 512000000 bytes of memory");
        assertThat(admin.get("/nodes/node1").text()).contains("10 Mbit/s reserved, 90 Mbit/s free");
    }
}
