package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamella.agent.TestNode.running;

import java.io.IOException;
import java.util.List;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.Posix;
import org.lamella.agent.reconcile.SliverState;

/** A node with an uplink to a world that has words for whoever asks, and two slivers that run on it, {@code demo_a} and {@code demo_b}. */
final class ConnectedNode implements AutoCloseable {
    static final String ADDRESS = "10.213.7.2";
    static final String OTHER = "10.213.7.3";
    static final String GATEWAY = "10.213.7.1";
    static final String UPLINK = "192.0.2.1";
    static final String WORLD = TestWorld.ADDRESS;
    /** An address that slivers do not reach, but for one port. */
    static final String CLOSED = TestWorld.OTHER_ADDRESS;

    static final int OPENED = 5353;

    private static final Commands COMMANDS = new Commands(Posix.open(), "connected-node");

    final TestWorld world = new TestWorld();
    final TestNode node = new TestNode(TestWorld.UPLINK, CLOSED, OPENED);

    ConnectedNode() throws Exception {
        COMMANDS.run(List.of("ip", "route", "add", "default", "via", WORLD));
        world.says(7000, "from the world");
        world.says(5432, "from the database");
        world.says(OPENED, "from the resolver");
        node.start();
        // One after the other, so that it is known who has which address.
        node.apply(running("demo_a", 1));
        node.awaitState("demo_a", SliverState.RUNNING);
        node.apply(running("demo_a", 1), running("demo_b", 1));
        node.awaitState("demo_b", SliverState.RUNNING);
        assertThat(node.output("demo_a", "hostname", "-i")).isEqualTo(ADDRESS);
        assertThat(node.output("demo_b", "hostname", "-i")).isEqualTo(OTHER);
    }

    /** What is answered to the node itself there, or why nothing is. */
    static String fromTheNode(String address, int port) throws IOException {
        return COMMANDS.run(List.of("sh", "-c", asking(5, address, port)));
    }

    String fromTheWorld(String address, int port) throws IOException {
        return world.run("sh", "-c", asking(2, address, port));
    }

    private static String asking(int seconds, String address, int port) {
        return "busybox nc -w " + seconds + " " + address + " " + port + " 2>&1 || true";
    }

    @Override
    public void close() throws Exception {
        try (TestWorld closing = world) {
            node.close();
        }
    }
}
