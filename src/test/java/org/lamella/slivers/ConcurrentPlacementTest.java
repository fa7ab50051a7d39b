package org.lamella.slivers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.nodes.Liveness;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Many change the plans of the same nodes at once: no change is lost, and nobody is told to try again. */
@ControlPlaneTest
class ConcurrentPlacementTest {
    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private Liveness liveness;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void letsOneOfAHundredHaveAName() throws Exception {
        List<Integer> statuses = allAtOnce(IntStream.range(0, 100)
                .mapToObj(number -> (Callable<Integer>) () ->
                        rest.post("/api/v1/slices", "{\"name\":\"demo_one\"}").status())
                .toList());
        assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
    }

    @Test
    void letsOneOfFiftyAddANode() throws Exception {
        List<Integer> statuses = allAtOnce(IntStream.range(0, 50)
                .mapToObj(number -> (Callable<Integer>)
                        () -> rest.post("/api/v1/nodes", "{\"name\":\"node1\"}").status())
                .toList());
        assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
    }

    @Test
    void givesEveryChangeOfAPlanItsOwnGeneration() throws Exception {
        agents.add("node1");
        List<Integer> statuses = allAtOnce(IntStream.range(0, 60)
                .mapToObj(number -> (Callable<Integer>) () -> create("demo_s" + number, "[\"node1\"]"))
                .toList());
        assertThat(statuses).containsOnly(201);
        assertThat(longs("select generation_wanted from slivers"))
                .doesNotHaveDuplicates()
                .hasSize(60);
        assertThat(longs("select generation_wanted from nodes")).containsExactly(60L);
    }

    @Test
    void waitsForEachOtherInsteadOfDeadlocking() throws Exception {
        List<AgentStream> streams = List.of(agents.ready("node1"), agents.ready("node2"), agents.ready("node3"));
        List<Callable<Integer>> work = new ArrayList<>();
        for (int number = 0; number < 20; number++) {
            String name = "demo_s" + number;
            String nodes = number % 2 == 0 ? "[\"node1\",\"node2\",\"node3\"]" : "[\"node3\",\"node2\",\"node1\"]";
            work.add(() -> create(name, nodes));
            work.add(() -> rest.delete("/api/v1/slices/" + name).status());
            work.add(() -> {
                liveness.heard(Set.copyOf(longs("select id from nodes")));
                return 201;
            });
            work.add(() -> {
                streams.forEach(AgentStream::reportAllRunning);
                return 201;
            });
        }
        assertThat(allAtOnce(work)).isSubsetOf(201, 202, 404);
        assertThat(streams).extracting(AgentStream::end).containsOnlyNulls();
    }

    private int create(String name, String nodes) {
        return rest.post("/api/v1/slices", "{\"name\":\"" + name + "\",\"slivers\":{\"nodes\":" + nodes + "}}")
                .status();
    }

    private List<Long> longs(String query) {
        return jdbc.sql(query).query(Long.class).list();
    }

    private static List<Integer> allAtOnce(List<Callable<Integer>> work) throws Exception {
        List<Integer> results = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> done : executor.invokeAll(work)) {
                results.add(done.get());
            }
        }
        return results;
    }
}
