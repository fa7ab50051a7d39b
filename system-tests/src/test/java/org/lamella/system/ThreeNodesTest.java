package org.lamella.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ThreeNodesTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration MOVED = Duration.ofMinutes(2);

    @Test
    @Timeout(600)
    void spreadsASliceOverNodesThatReachEachOther() {
        try (var testbed = Testbed.start(Testbed.newData("three"), "--nodes", "3")) {
            testbed.lamella("slice", "create", "demo_wide", "--nodes", "3", "--wait")
                    .success();
            for (int from = 1; from <= 3; from++) {
                for (int to = 1; to <= 3; to++) {
                    reaches(testbed, from, to);
                }
            }
            refusesToGuessTheNode(testbed);
            movesWithItsFilesThoughAgentsAreKilled(testbed);
            testbed.lamella("slice", "delete", "demo_wide", "--wait").success();
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(testbed.lamella("slice", "list").success())
                                    .doesNotContain("demo_wide"));
        }
    }

    private static void reaches(Testbed testbed, int from, int to) {
        var address = address(testbed, to);
        var ended = Command.run(
                "nsenter",
                "--net=/run/netns/lamella-" + testbed.mark() + "-node" + from,
                "busybox",
                "ping",
                "-c1",
                "-W2",
                address);

        assertThat(ended.exitCode()).as("node%s to node%s: %s", from, to, ended).isZero();
        assertThat(testbed.lamella("exec", "--node", "node" + from, "demo_wide", "--", "ping", "-c1", "-W2", address)
                        .exitCode())
                .as("a sliver on node%s to node%s", from, to)
                .isZero();
    }

    private static String address(Testbed testbed, int node) {
        return Command.run(
                        "ip",
                        "-n",
                        "lamella-" + testbed.mark() + "-node" + node,
                        "-4",
                        "-brief",
                        "address",
                        "show",
                        "eth0")
                .success()
                .replaceAll(".* ([0-9.]+)/24.*", "$1");
    }

    /** First the agent that takes the disk is killed while it comes, then, on the way to another node, the one that sends it. */
    private static void movesWithItsFilesThoughAgentsAreKilled(Testbed testbed) {
        testbed.lamella("slice", "create", "demo_moved", "--nodes", "node1", "--wait")
                .success();
        testbed.lamella("exec", "demo_moved", "--", "sh", "-c", "head -c 100000000 /dev/urandom > /root/data; sync")
                .success();
        var sum = sum(testbed).success();
        testbed.lamella("sliver", "move", "demo_moved", "node1", "node2").success();
        testbed.kill("node2");
        awaitOn(testbed, "node2", sum);
        testbed.lamella("sliver", "move", "demo_moved", "node2", "node3").success();
        testbed.kill("node2");
        awaitOn(testbed, "node3", sum);
        testbed.lamella("slice", "delete", "demo_moved", "--wait").success();
    }

    private static void awaitOn(Testbed testbed, String node, String sum) {
        await().atMost(MOVED).untilAsserted(() -> {
            assertThat(testbed.lamella("sliver", "list", "demo_moved").success())
                    .contains(node);
            assertThat(sum(testbed).out().strip()).isEqualTo(sum);
        });
    }

    private static Ended sum(Testbed testbed) {
        return testbed.lamella("exec", "demo_moved", "--", "md5sum", "/root/data");
    }

    private static void refusesToGuessTheNode(Testbed testbed) {
        var ended = testbed.lamella("exec", "demo_wide", "--", "true");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("node1, node2, node3");
    }
}
