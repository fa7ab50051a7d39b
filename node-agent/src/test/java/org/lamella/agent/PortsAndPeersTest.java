package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lamella.agent.ConnectedNode.GATEWAY;
import static org.lamella.agent.ConnectedNode.OTHER;
import static org.lamella.agent.ConnectedNode.UPLINK;
import static org.lamella.agent.ConnectedNode.WORLD;
import static org.lamella.agent.TestNode.running;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.lamella.agent.plan.Awaited;
import org.lamella.agent.plan.PublishedPort;
import org.lamella.agent.plan.SliverNetwork;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.runtime.Execution;

/** Who reaches a sliver because it was asked for: by its published ports, as a peer, and at the address that it wants. */
@OnKernel
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortsAndPeersTest {
    private ConnectedNode connected;
    private TestNode node;

    @BeforeAll
    void connect() throws Exception {
        connected = new ConnectedNode();
        node = connected.node;
    }

    @AfterAll
    void takeAway() throws Exception {
        connected.close();
    }

    private static SliverPlan publishing(String slice, PublishedPort... ports) {
        return running(slice, 1).with(new SliverNetwork("", List.of(ports), List.of()));
    }

    private static SliverPlan befriended(String slice, String... peers) {
        return running(slice, 1).with(new SliverNetwork("", List.of(), List.of(peers)));
    }

    /** From outside, from the node, from another sliver and from its own; and the sliver's processes live through all of it. */
    @Test
    void leadsFromAPublishedPortToTheSliverWhileItIsPublished() throws Exception {
        long init = node.initPid("demo_b");
        try (Execution web = node.exec("demo_b", "nc", "-ll", "-p", "80", "-e", "echo", "from b");
                Execution next = node.exec("demo_b", "nc", "-ll", "-p", "81", "-e", "echo", "from b's next")) {
            assertThat(node.output("demo_a", "nc", "-w", "2", UPLINK, "20080")).contains("refused");

            node.apply(
                    running("demo_a", 1),
                    publishing("demo_b", new PublishedPort(PublishedPort.Protocol.TCP, 20080, 80, 2)));

            for (String caller : List.of("demo_a", "demo_b")) {
                for (String address : List.of(UPLINK, GATEWAY)) {
                    await().untilAsserted(() -> assertThat(node.output(caller, "nc", "-w", "5", address, "20080"))
                            .isEqualTo("from b"));
                }
            }
            await().until(() -> ConnectedNode.fromTheNode(UPLINK, 20081).contains("from b's next"));
            assertThat(connected.fromTheWorld(UPLINK, 20080)).contains("from b");
            assertThat(connected.fromTheWorld(OTHER, 80)).doesNotContain("from b");
            node.apply(running("demo_a", 1), running("demo_b", 1));

            assertThat(node.output("demo_a", "nc", "-w", "2", UPLINK, "20080")).contains("refused");
            assertThat(connected.fromTheWorld(UPLINK, 20080)).contains("refused");
        }
        assertThat(node.initPid("demo_b")).isEqualTo(init);
    }

    @Test
    void cutsAConnectionOverAPortThatIsWithdrawn() throws Exception {
        node.apply(
                running("demo_a", 1),
                publishing("demo_b", new PublishedPort(PublishedPort.Protocol.TCP, 20090, 90, 1)));
        try (Execution server =
                        node.exec("demo_b", "sh", "-c", "while :; do echo tick; sleep 0.1; done | nc -l -p 90");
                Execution client = node.exec(
                        "demo_a",
                        "sh",
                        "-c",
                        "read go; (while :; do echo tock; sleep 0.1; done) | nc " + GATEWAY + " 20090")) {
            node.output("demo_b", "sh", "-c", "until netstat -ltn | grep -q ':90 '; do :; done");
            client.stdin().write('\n');
            client.stdin().flush();
            assertThat(client.stdout().read()).isEqualTo('t');

            node.apply(running("demo_a", 1), running("demo_b", 1));

            // It ends, since what the client sends on is answered by a reset.
            assertThat(client.stdout().readAllBytes()).isNotNull();
            assertThat(client.await()).isNotEqualTo(Integer.MAX_VALUE);
        }
    }

    @Test
    void letsPeersReachEachOtherWhenBothAgree() throws Exception {
        try (Execution server = node.exec("demo_b", "nc", "-ll", "-p", "7100", "-e", "echo", "from a friend")) {
            node.apply(befriended("demo_a", "demo_b"), running("demo_b", 1));
            assertThat(node.output("demo_a", "nc", "-w", "2", OTHER, "7100")).contains("refused");

            node.apply(befriended("demo_a", "demo_b"), befriended("demo_b", "demo_a"));

            await().untilAsserted(() -> assertThat(node.output("demo_a", "nc", "-w", "2", OTHER, "7100"))
                    .isEqualTo("from a friend"));
            node.apply(running("demo_a", 1), running("demo_b", 1));
            assertThat(node.output("demo_a", "nc", "-w", "2", OTHER, "7100")).contains("refused");
        }
    }

    /** The third gets the address that was wanted, another is refused the one that is taken, with both names. */
    @Test
    void givesTheAddressThatIsWanted() throws Exception {
        SliverPlan third = running("demo_c", 1).with(new SliverNetwork("10.213.7.77", List.of(), List.of()));
        SliverPlan fourth = running("demo_d", 1).with(new SliverNetwork(OTHER, List.of(), List.of()));

        node.apply(running("demo_a", 1), running("demo_b", 1), third, fourth);

        node.awaitState("demo_c", SliverState.RUNNING);
        assertThat(node.output("demo_c", "ip", "-4", "addr", "show", "eth0")).contains("10.213.7.77");
        assertThat(node.output("demo_c", "nc", "-w", "5", WORLD, "7000")).isEqualTo("from the world");
        assertThat(node.awaitState("demo_d", SliverState.FAILED).reason())
                .contains("demo_d wants the address " + OTHER + ", which demo_b has");

        node.apply(
                running("demo_a", 1),
                running("demo_b", 1),
                running("demo_c", 1).with(new SliverNetwork("10.213.7.78", List.of(), List.of())));

        assertThat(node.awaitState("demo_c", SliverState.RUNNING).awaited())
                .isEqualTo(Awaited.of("from its next start: the address 10.213.7.78 (now 10.213.7.77)"));
        node.apply(running("demo_a", 1), running("demo_b", 1));
    }
}
