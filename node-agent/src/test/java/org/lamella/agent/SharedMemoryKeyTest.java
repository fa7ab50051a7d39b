package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lamella.agent.plan.Goal;
import org.lamella.agent.plan.ImagePlan;
import org.lamella.agent.plan.SliverLife;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.reconcile.SliverState;

/**
 * Eight PostgreSQL servers, in eight slivers of one node, hold the same System V key at the same time: the paper's §4.4. A server makes
 * its key of its data folder's inode, which is one for all slivers of an image, and would take the next one if it were taken.
 */
@OnKernel
class SharedMemoryKeyTest {
    private static final int SERVERS = 8;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String SERVE = "#!/bin/sh\nexec su -s /bin/sh nobody -c 'exec /postgres/bin/postgres -D /data"
            + " -c shared_buffers=1MB -c max_connections=5 -c listen_addresses= -c unix_socket_directories=/tmp"
            + " -c fsync=off'\n";

    @Test
    @Timeout(240)
    void isTheSameForEightServersAtOnce() throws Exception {
        assumeTrue(StaticProgram.runsHere(), "the server's program is made for x86-64");
        try (TestNode node = TestNode.started()) {
            ImagePlan image = new PostgresImage(node.home).make("postgres");
            List<String> slices =
                    IntStream.range(0, SERVERS).mapToObj(i -> "demo_pg" + i).toList();
            List<SliverPlan> plans = slices.stream()
                    .map(slice -> SliverPlan.plain(slice, Goal.RUNNING, image.name(), 1, 1)
                            .with(new SliverLife(SERVE)))
                    .toList();
            node.apply(plans, List.of(image));
            Map<String, String> keys = new TreeMap<>();
            for (String slice : slices) {
                await().atMost(LIMIT)
                        .until(() -> node.agent()
                                        .board()
                                        .status()
                                        .slivers()
                                        .get(slice)
                                        .state()
                                == SliverState.RUNNING);
                await().atMost(LIMIT)
                        .until(() -> node.output(slice, "tail", "-n", "1", "/data/postmaster.pid")
                                .startsWith("ready"));
                keys.put(slice, heldKey(node, slice));
            }
            String inode = node.output(slices.getFirst(), "stat", "-c", "%i", "/data");
            assertThat(keys).hasSize(SERVERS);
            assertThat(keys.values()).containsOnly(inode);
            // All at once: the first still holds what it held.
            assertThat(heldKey(node, slices.getFirst())).isEqualTo(inode);
            assertThat(Files.readString(Path.of("/proc/sysvipc/shm"))).doesNotContain(" " + inode + " ");
            node.apply();
        }
    }

    private static String heldKey(TestNode node, String slice) throws IOException, InterruptedException {
        List<String> segments =
                node.output(slice, "cat", "/proc/sysvipc/shm").lines().skip(1).toList();
        assertThat(segments).as("segments of %s", slice).hasSize(1);
        return segments.getFirst().strip().split("\\s+", 2)[0];
    }
}
