package org.lamella.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ThreeNodesTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    @Timeout(300)
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

    private static void refusesToGuessTheNode(Testbed testbed) {
        var ended = testbed.lamella("exec", "demo_wide", "--", "true");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("node1, node2, node3");
    }
}
