package org.lamella.reservations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

/** Whole cores of a slice's own: admitted in the same ledger as parts of all CPU time, told to the node, and shown. */
@ControlPlaneTest
class ReservedCoresTest {
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
    void twoSlicesOnANodeWithEightCores() {
        stream = agents.ready("node1");
        cpus(8);
        create("demo_a");
        create("demo_b");
    }

    private void cpus(int count) {
        jdbc.sql("update nodes set cpus = ?").param(count).update();
    }

    private void create(String slice) {
        assertThat(rest.post("/api/v1/slices", "{\"name\": \"" + slice + "\", \"slivers\": {\"nodes\": [\"node1\"]}}")
                        .status())
                .isEqualTo(201);
    }

    private static String path(String slice) {
        return "/api/v1/slices/" + slice + "/slivers/node1/reservation";
    }

    private Rest.Answer reserve(String slice, int cores) {
        return rest.put(path(slice), "{\"cpuCores\": " + cores + "}");
    }

    private SliverCpu planned(String slice) {
        return stream.planned(slice).getCpu();
    }

    private JsonNode capacity() {
        return rest.get("/api/v1/nodes/node1/capacity").json();
    }

    @Test
    void tellsTheNodeAndCountsThemAsPercent() {
        var reserved = reserve("demo_a", 2);
        assertThat(reserved.status()).isEqualTo(200);
        assertThat(reserved.json().path("cpuCores").intValue()).isEqualTo(2);
        assertThat(reserved.json().path("cpuPercent").doubleValue()).isEqualTo(25);
        assertThat(reserved.json().path("coreList").stringValue()).isEmpty();

        await().atMost(SOON).until(() -> planned("demo_a").getCores() == 2);
        assertThat(planned("demo_a").getReservedPercent()).isEqualTo(25);
        assertThat(planned("demo_a").getShare()).isEqualTo(1);
        assertThat(planned("demo_b").getCores()).isZero();
        assertThat(capacity().path("cpu").path("reserved").doubleValue()).isEqualTo(25);
        assertThat(capacity().path("cores").path("own").intValue()).isEqualTo(2);
        // 65 % is free, which is five cores and a bit.
        assertThat(capacity().path("cores").path("free").intValue()).isEqualTo(5);

        rest.put(path("demo_a"), "{\"cpuPercent\": 10}");
        await().atMost(SOON).until(() -> planned("demo_a").getCores() == 0);
        assertThat(planned("demo_a").getReservedPercent()).isEqualTo(10);
    }

    @Test
    void showsWhichTheyAreOnceTheNodeHasSaid() {
        reserve("demo_a", 2);
        await().atMost(SOON).until(() -> planned("demo_a").getCores() == 2);
        stream.reportAllRunningOn(Map.of("demo_a", "0-1"));

        await().atMost(SOON)
                .until(() -> rest.get("/api/v1/slices/demo_a/slivers/node1")
                        .json()
                        .path("cores")
                        .stringValue()
                        .equals("0-1"));
        assertThat(rest.get(path("demo_a")).json().path("coreList").stringValue())
                .isEqualTo("0-1");
        assertThat(capacity().path("reservations").get(0).path("coreList").stringValue())
                .isEqualTo("0-1");
        var resources =
                rest.get("/api/v1/slices/demo_a/slivers/node1/resources").json();
        assertThat(resources.path("asked").path("cpuCores").intValue()).isEqualTo(2);
        assertThat(resources.path("applied").path("cpuCores").intValue()).isEqualTo(2);
        Browser admin = people.admin().browser();
        assertThat(admin.get("/slices/demo_a").text()).contains("2 cores of its own (25 %), on CPU 0-1");
        assertThat(admin.get("/slices/demo_a/slivers/node1").text())
                .contains("Cores of its own CPU 0-1")
                .contains("Cores of its own 2 2");
        assertThat(admin.get("/nodes/node1").text())
                .contains("2 of 8 are slices' own, 5 can be had, 1 stays for all others")
                .contains("demo_a 2 cores of its own (25 %), on CPU 0-1");

        reserve("demo_a", 1);
        assertThat(rest.get("/api/v1/slices/demo_a/slivers/node1/resources")
                        .json()
                        .path("applied")
                        .path("cpuCores")
                        .intValue())
                .isEqualTo(2);
        rest.delete(path("demo_a"));
        await().atMost(SOON).until(() -> planned("demo_a").getCores() == 0);
        stream.reportAllRunning();
        await().atMost(SOON)
                .until(() -> rest.get("/api/v1/slices/demo_a/slivers/node1")
                        .json()
                        .path("cores")
                        .stringValue()
                        .isEmpty());
    }

    @Test
    void refusesWithAllNumbersAndWhoHoldsTheRest() {
        reserve("demo_b", 5);
        create("demo_c");
        rest.put(path("demo_c"), "{\"cpuPercent\": 10}");

        var refused = reserve("demo_a", 3);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.detail())
                .isEqualTo(
                        "3 cores of node1 are asked for, 1 is free: it has 8, 1 always stays for all others, 10 % is kept"
                                + " for the node itself, demo_b has 5 cores of its own (62.5 %), demo_c has 10 %");
        assertThat(refused.texts("conflicts", "name")).containsExactly("demo_b", "demo_c");
        String alternative =
                refused.json().path("alternatives").get(0).path("body").toString();
        assertThat(rest.put(path("demo_a"), alternative).json().path("cpuCores").intValue())
                .isEqualTo(1);
        // Cores and parts are of the same: 5 % are left.
        assertThat(rest.put(path("demo_c"), "{\"cpuPercent\": 16}").detail())
                .contains("16 % of node1 is asked for, 15 % is free")
                .contains("demo_b has 5 cores of its own (62.5 %)");
        assertThat(reserve("demo_b", 4).status()).isEqualTo(200);
        assertThat(rest.put(path("demo_a"), "{\"cpuCores\": 9, \"memoryBytes\": 1000000000000}")
                        .detail())
                .contains("9 cores of node1 are asked for, 2 are free: it has 8", "1000000000000 bytes of memory");
    }

    @Test
    void oneCoreAlwaysStaysForAllOthers() {
        cpus(2);
        assertThat(reserve("demo_a", 2).detail())
                .contains("2 cores of node1 are asked for, 1 is free: it has 2, 1 always stays for all others")
                .contains("nobody has reserved any");
        assertThat(reserve("demo_a", 1).status()).isEqualTo(200);
        assertThat(reserve("demo_b", 1).detail()).contains("0 are free", "demo_a has 1 core of its own (50 %)");
        rest.delete(path("demo_a"));

        cpus(1);
        var refused = reserve("demo_a", 1);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.detail()).contains("1 core of node1 is asked for, 0 are free: it has 1, 1 always stays");
        assertThat(refused.json().path("alternatives")).isEmpty();

        cpus(0);
        assertThat(reserve("demo_a", 1).detail()).contains("it has not said yet how many it has");
    }

    @Test
    void roundsUpWhatTheyAreOfTheNode() {
        cpus(3);
        assertThat(reserve("demo_a", 1).json().path("cpuPercent").doubleValue()).isEqualTo(33.34);
        assertThat(capacity().path("cores").path("free").intValue()).isEqualTo(1);
        assertThat(reserve("demo_b", 1).status()).isEqualTo(200);
        assertThat(capacity().path("cores").path("free").intValue()).isZero();
    }

    @Test
    void saysAllThatIsWrong() {
        var both = rest.put(path("demo_a"), "{\"cpuPercent\": 20, \"cpuCores\": 0, \"capped\": true, \"cats\": 1}");
        assertThat(both.status()).isEqualTo(400);
        assertThat(both.wrongFields()).containsExactlyInAnyOrder("cats", "cpuCores", "cpuCores", "capped");
        assertThat(both.text()).contains("must be from 1 to 8192, not 0", "cpuPercent too");
        assertThat(rest.put(path("demo_a"), "{\"cpuCores\": 1.5}").wrongFields())
                .contains("cpuCores");
        assertThat(rest.put(path("demo_a"), "{\"cpuCores\": 1, \"capped\": true}")
                        .wrongFields())
                .containsExactly("capped");
    }

    @Test
    void areHeldToTheQuotas() {
        rest.patch("/api/v1/slices/demo_a/quota", "{\"cpuPercent\": 20}");

        var refused = reserve("demo_a", 2);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.detail()).contains("slice demo_a: 0 of 20 cpuPercent used, 25 more asked for");
        assertThat(reserve("demo_a", 1).status()).isEqualTo(200);
    }

    @Test
    void areNeverGivenTwiceHoweverManyAskAtOnce() throws Exception {
        IntStream.range(0, 20).forEach(number -> create("demo_s" + number));
        List<Callable<Integer>> asking = IntStream.range(0, 20)
                .mapToObj(number -> (Callable<Integer>) () -> number % 4 == 3
                        ? rest.put(path("demo_s" + number), "{\"cpuPercent\": 5}")
                                .status()
                        : reserve("demo_s" + number, 1 + number % 2).status())
                .toList();
        List<Integer> statuses;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            statuses = threads.invokeAll(asking).stream().map(Future::resultNow).toList();
        }
        assertThat(statuses).containsOnly(200, 409);
        assertThat(sum("cpu_cores")).isBetween(5, 7);
        assertThat(sum("cpu_percent")).isLessThanOrEqualTo(90);
        // Nothing was refused that there was room for.
        assertThat(capacity().path("cores").path("free").intValue()).isZero();
        assertThat(sum("cpu_percent")).isGreaterThan(100 - 10 - 13);
    }

    private int sum(String column) {
        return jdbc.sql("select ceil(sum(" + column + ")) from reservations")
                .query(Integer.class)
                .single();
    }

    @Test
    void areReservedOnThePageOfTheSlice() {
        Browser admin = people.admin().browser();
        Browser.Page page = admin.get("/slices/demo_a");
        var refused = admin.submit(
                page,
                "/slices/demo_a/reservations",
                Map.of("node", "node1", "cpuCores", "some", "cpuPercent", "20", "memoryBytes", "512M"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.value("cpuCores")).isEqualTo("some");
        assertThat(refused.text()).contains("must be a whole number such as 2, not some");
        var tooMany = admin.submit(page, "/slices/demo_a/reservations", Map.of("node", "node1", "cpuCores", "8"));
        assertThat(tooMany.status()).isEqualTo(409);
        assertThat(tooMany.value("cpuCores")).isEqualTo("8");
        assertThat(tooMany.text()).contains("8 cores of node1 are asked for, 7 are free");

        admin.submit(page, "/slices/demo_a/reservations", Map.of("node", "node1", "cpuCores", "2"));

        assertThat(admin.get("/slices/demo_a").text()).contains("2 cores of its own (25 %)", "it runs on these alone");
    }
}
