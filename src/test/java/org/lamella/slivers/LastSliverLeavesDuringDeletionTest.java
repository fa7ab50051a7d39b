package org.lamella.slivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A node lets go of a slice's last sliver in the very moment in which the slice is deleted; neither sees the other. */
@ControlPlaneTest
class LastSliverLeavesDuringDeletionTest {
    private static final String SLICE = "/api/v1/slices/demo_a";

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionTemplate transaction;

    @Test
    void theSliceGoesWithIt() throws Exception {
        AgentStream node = agents.ready("node1");
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\", \"slivers\": {\"count\": 1}}");
        node.runAll(1);
        await().until(() -> rest.get(SLICE + "/slivers/node1").text().contains("\"state\":\"RUNNING\""));
        rest.delete(SLICE + "/slivers/node1");
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> deletion = transaction.execute(status -> {
                // As a report does: the node's lock, then the sliver's row.
                jdbc.sql("select id from nodes where name = 'node1' for update")
                        .query(Long.class)
                        .single();
                jdbc.sql("delete from slivers").update();
                Future<Integer> begun = executor.submit(() -> rest.delete(SLICE).status());
                await().until(() -> begun.isDone() || somebodyWaitsForALock());
                return begun;
            });
            assertThat(deletion.get()).isEqualTo(202);
        }
        await().until(() -> rest.get(SLICE).status() == 404);
    }

    private boolean somebodyWaitsForALock() {
        return jdbc.sql("select exists (select 1 from pg_stat_activity where wait_event_type = 'Lock'"
                        + " and datname = current_database())")
                .query(Boolean.class)
                .single();
    }
}
