package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lamella.agent.TestNode.running;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.Posix;
import org.lamella.agent.reconcile.SliverState;

@OnKernel
class SliverNetworkTest {
    private static final Commands COMMANDS = new Commands(Posix.open(), "sliver-network-test");

    /** The world is a namespace of its own at the other end of the uplink, which knows no way to the slivers' addresses. */
    @Test
    void reachesTheWorldUnderTheNodesAddress() throws Exception {
        Process world = new ProcessBuilder("unshare", "--net", "sh", "-c", """
                read go
                ip link set lo up; ip addr add 192.0.2.2/24 dev up1; ip link set up1 up
                echo ready
                echo hello from the world | busybox nc -l -p 7000
                """).start();
        try (TestNode node = new TestNode("up0")) {
            awaitOwnNamespace(world);
            COMMANDS.run(List.of("ip", "-batch", "-"), """
                    link add up0 type veth peer name up1 netns %d
                    addr add 192.0.2.1/24 dev up0
                    link set up0 up
                    """.formatted(world.pid()));
            world.getOutputStream().write('\n');
            world.getOutputStream().close();
            assertThat(world.inputReader().readLine()).isEqualTo("ready");
            node.start();
            node.apply(running("demo_a", 1));
            node.awaitState("demo_a", SliverState.RUNNING);

            assertThat(node.output("demo_a", "ping", "-c", "1", "-W", "2", "192.0.2.2"))
                    .contains("1 packets received");
            assertThat(node.output(
                            "demo_a",
                            "sh",
                            "-c",
                            "for i in $(seq 100); do nc 192.0.2.2 7000 && exit; sleep 0.05; done"))
                    .endsWith("hello from the world");
        } finally {
            world.destroyForcibly();
        }
    }

    private static void awaitOwnNamespace(Process process) {
        Path own = Path.of("/proc/thread-self/ns/net");
        Path others = Path.of("/proc", Long.toString(process.pid()), "ns/net");
        await().until(() -> !Files.readSymbolicLink(others).equals(Files.readSymbolicLink(own)));
    }
}
