package org.lamella.slivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;

/** Two nodes let go of the last two slivers of a deleted slice in the same moment; neither sees the other's row go. */
@ControlPlaneTest
class LastSliversLeaveAtOnceTest {
    private static final int TIMES = 20;

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Test
    void theSliceGoesWithThem() throws Exception {
        List<AgentStream> nodes = List.of(agents.ready("node1"), agents.ready("node2"));
        for (int time = 0; time < TIMES; time++) {
            String slice = "/api/v1/slices/demo_" + time;
            rest.post("/api/v1/slices", "{\"name\": \"demo_" + time + "\", \"slivers\": {\"count\": 2}}");
            nodes.forEach(node -> node.runAll(1));
            rest.delete(slice);
            nodes.forEach(AgentStream::awaitEmptyPlan);
            atOnce(nodes);
            await().until(() -> rest.get(slice).status() == 404);
        }
        assertThat(nodes).allMatch(AgentStream::isOpen);
    }

    private static void atOnce(List<AgentStream> nodes) throws Exception {
        CyclicBarrier together = new CyclicBarrier(nodes.size());
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : executor.invokeAll(
                    nodes.stream().map(node -> lettingGo(node, together)).toList())) {
                done.get();
            }
        }
    }

    private static Callable<Void> lettingGo(AgentStream node, CyclicBarrier together) {
        return () -> {
            together.await();
            node.reportAllRunning();
            return null;
        };
    }
}
