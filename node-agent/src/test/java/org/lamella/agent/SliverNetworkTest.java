package org.lamella.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lamella.agent.TestNode.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.Posix;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.runtime.Execution;

@OnKernel
class SliverNetworkTest {
    private static final Commands COMMANDS = new Commands(Posix.open(), "sliver-network-test");

    @Test
    void carriesTcpFromOneSliverToAnother() throws Exception {
        try (TestNode node = TestNode.started()) {
            node.apply(running("demo_a", 1), running("demo_b", 1));
            node.awaitState("demo_a", SliverState.RUNNING);
            node.awaitState("demo_b", SliverState.RUNNING);
            String address = node.output("demo_a", "hostname", "-i");
            try (Execution server = node.exec("demo_a", "nc", "-l", "-p", "7000")) {
                String sent = "hello".repeat(10_000);
                Execution client = node.exec(
                        "demo_b",
                        "sh",
                        "-c",
                        "until nc -z " + address + " 7001; do nc " + address + " 7000 && exit; done");
                client.stdin().write(sent.getBytes(UTF_8));
                client.stdin().close();

                assertThat(server.stdout().readNBytes(sent.length()))
                        .asString(UTF_8)
                        .isEqualTo(sent);
                client.close();
            }
        }
    }

    @Test
    void carriesTcpFromASliverToItsNode() throws Exception {
        try (TestNode node = TestNode.started();
                ServerSocket server = new ServerSocket()) {
            node.apply(running("demo_a", 1));
            node.awaitState("demo_a", SliverState.RUNNING);
            server.bind(new InetSocketAddress("10.213.7.1", 0));

            assertThat(answerTo(server, node, "10.213.7.1")).isEqualTo("from 10.213.7.2");
        }
    }

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

    /** What a server on the node hears of a connection from a sliver, through the sliver's own eyes. */
    private static String answerTo(ServerSocket server, TestNode node, String address) throws Exception {
        Thread answering = Thread.ofPlatform().start(() -> {
            try (Socket socket = server.accept()) {
                InetAddress from = socket.getInetAddress();
                socket.getOutputStream().write(("from " + from.getHostAddress()).getBytes(UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        String answer = node.output("demo_a", "nc", address, Integer.toString(server.getLocalPort()));
        answering.join();
        return answer;
    }
}
