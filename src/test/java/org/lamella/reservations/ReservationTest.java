package org.lamella.reservations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.protocol.NodePlan;
import org.lamella.protocol.SliverCpu;
import org.lamella.testing.ControlPlaneTest;
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
        NodePlan plan = stream.plans().getLast();
        return plan.getSliversList().stream()
                .filter(sliver -> sliver.getSlice().equals(slice))
                .findFirst()
                .orElseThrow()
                .getCpu();
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
        assertThat(actions()).containsExactly("cpu-reserved", "cpu-reserved", "cpu-released");
    }

    private JsonNode sliver() {
        return rest.get("/api/v1/slices/demo_a/slivers/node1").json();
    }

    private List<String> actions() {
        return jdbc.sql("select action from audit_events where object = 'demo_a' and action like 'cpu-%' order by id")
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
                .containsExactly("share");
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
}
