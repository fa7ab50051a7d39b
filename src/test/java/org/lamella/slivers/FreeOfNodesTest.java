package org.lamella.slivers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.agentlink.Agents;
import org.lamella.testing.Browser;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What of a node is free is what nobody has reserved, wherever nodes are shown, searched, sorted or chosen by it. */
@ControlPlaneTest
class FreeOfNodesTest {
    /** What scripted agents say they have, beside two CPUs. */
    private static final long MEMORY = 4L << 30;

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private People people;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void threeNodesAndWhatIsReservedOfThem() {
        for (String node : List.of("node1", "node2", "node3")) {
            agents.ready(node);
        }
        slice("demo_a", "node1", "node2", "node3");
        slice("demo_b", "node1", "node2");
        reserve("demo_a", "node1", "{\"cpuPercent\": 25, \"memoryBytes\": 1073741824}");
        reserve("demo_b", "node1", "{\"cpuPercent\": 12.5}");
        reserve("demo_a", "node2", "{\"memoryBytes\": 2147483648}");
    }

    private void slice(String name, String... nodes) {
        String on =
                "{\"name\": \"%s\", \"slivers\": {\"nodes\": [\"%s\"]}}".formatted(name, String.join("\", \"", nodes));
        assertThat(rest.post("/api/v1/slices", on).status()).isEqualTo(201);
    }

    private static String reservation(String slice, String node) {
        return "/api/v1/slices/" + slice + "/slivers/" + node + "/reservation";
    }

    private void reserve(String slice, String node, String what) {
        assertThat(rest.put(reservation(slice, node), what).status()).isEqualTo(200);
    }

    private String free(String node) {
        JsonNode shown = rest.get("/api/v1/nodes/" + node).json();
        return shown.path("freeCpus") + " " + shown.path("freeMemoryBytes").longValue();
    }

    private List<String> nodes(String filter, String sort) {
        return rest.get("/api/v1/nodes?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8) + "&sort=" + sort)
                .texts("items", "name");
    }

    @Test
    void isShownOfEachNode() {
        assertThat(free("node1")).isEqualTo("1.25 " + (MEMORY - (1L << 30)));
        assertThat(free("node2")).isEqualTo("2 " + (MEMORY - (2L << 30)));
        assertThat(free("node3")).isEqualTo("2 " + MEMORY);
        Browser.Page page = people.admin().browser().get("/nodes?sort=freeCpus");
        assertThat(page.html().select("tr:has(a:containsOwn(node1)) td.number").eachText())
                .contains("1.25", "3.0");
    }

    @Test
    void isWhatNodesAreSearchedAndSortedBy() {
        assertThat(nodes("", "freeCpus,-name")).containsExactly("node1", "node3", "node2");
        assertThat(nodes("", "freeMemoryBytes")).containsExactly("node2", "node1", "node3");
        assertThat(nodes("freeCpus>=1.5", "name")).containsExactly("node2", "node3");
        assertThat(nodes("freeCpus<1.5", "name")).containsExactly("node1");
        assertThat(nodes("freeMemoryBytes>2147483648 freeCpus>1", "name")).containsExactly("node1", "node3");
    }

    @Test
    void isWhatNodesAreChosenBy() {
        rest.post("/api/v1/slices", "{\"name\": \"demo_c\"}");
        String slivers = "/api/v1/slices/demo_c/slivers";
        var refused = rest.post(slivers, "{\"count\": 3, \"selector\": {\"freeCpus\": 2}}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.texts("conflicts", "message"))
                .containsExactly("node1 has 1.25 of 2 CPUs free, 2 are asked for");
        var little = rest.post(slivers, "{\"count\": 2, \"selector\": {\"freeMemoryBytes\": 3221225473}}");
        assertThat(little.texts("conflicts", "message"))
                .contains("node2 has 2147483648 of 4294967296 bytes of memory free, 3221225473 are asked for");
        assertThat(rest.post(
                                slivers,
                                "{\"count\": 1, \"selector\": {\"freeCpus\": 2, \"freeMemoryBytes\": 3221225472}}")
                        .texts("nodes", "node"))
                .contains("node3");
        assertThat(rest.get(slivers).texts("items", "node")).containsExactly("node3");
    }

    @Test
    void followsWhatIsReservedAndGivenBack() {
        reserve("demo_a", "node1", "{\"cpuPercent\": 10}");
        assertThat(free("node1")).isEqualTo("1.55 " + MEMORY);
        rest.delete(reservation("demo_b", "node1"));
        assertThat(free("node1")).isEqualTo("1.8 " + MEMORY);
        rest.delete("/api/v1/slices/demo_a/slivers/node1");
        assertThat(free("node1")).isEqualTo("2 " + MEMORY);
        rest.put(reservation("demo_b", "node2") + "?dryRun=true", "{\"cpuPercent\": 50}");
        assertThat(free("node2")).isEqualTo("2 " + (MEMORY - (2L << 30)));
    }

    @Test
    void isTheSumOfTheLedgerAfterManyAtOnce() throws Exception {
        List<Callable<Integer>> requests = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String path = reservation(i % 2 == 0 ? "demo_a" : "demo_b", i % 3 == 0 ? "node2" : "node1");
            String what = "{\"cpuPercent\": %d, \"memoryBytes\": %d}".formatted(1 + i, (1 + i) << 20);
            requests.add(
                    i % 5 == 4
                            ? () -> rest.delete(path).status()
                            : () -> rest.put(path, what).status());
        }
        try (var pool = Executors.newFixedThreadPool(8)) {
            for (var answer : pool.invokeAll(requests)) {
                assertThat(answer.get()).isBetween(200, 204);
            }
        }
        assertThat(jdbc.sql("""
                                select n.name from nodes n left join
                                  (select node_id, sum(cpu_percent) as cpu, sum(memory_bytes) as memory
                                   from reservations group by node_id) r on r.node_id = n.id
                                where n.reserved_cpu_percent <> coalesce(r.cpu, 0)
                                   or n.reserved_memory_bytes <> coalesce(r.memory, 0)""").query(String.class).list()).isEmpty();
    }
}
