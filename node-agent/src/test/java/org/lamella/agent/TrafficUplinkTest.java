package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lamella.agent.TestNode.running;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.Posix;
import org.lamella.agent.plan.NodeTraffic;
import org.lamella.agent.plan.SliverLife;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.plan.SliverPromise;
import org.lamella.agent.plan.SliverTraffic;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.runtime.Execution;

/** That there is no more at an uplink than is asked for, that nothing of it stays, and what happens where it is refused. */
@OnKernel
class TrafficUplinkTest {
    private static final Commands COMMANDS = new Commands(Posix.open(), "traffic-uplink-test");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final SliverPlan BOUNDED =
            running("demo_a", 1).with(SliverPromise.FAIR.with(new SliverTraffic(0, 5_000_000, 1, 0)));

    private static String queue(String device) throws Exception {
        return COMMANDS.run(List.of("tc", "qdisc", "show", "dev", device));
    }

    @Test
    void countsWithoutAQueueUntilSomethingIsBoundedAndLeavesNothing() throws Exception {
        try (TestWorld world = new TestWorld()) {
            var came = world.sink(7001);
            TestNode node = new TestNode(TestWorld.UPLINK);
            HostTrace before = HostTrace.of(node.home);
            String queueBefore = queue(TestWorld.UPLINK);
            node.start();
            node.apply(running("demo_a", 1));
            node.awaitState("demo_a", SliverState.RUNNING);
            await().atMost(SOON).until(() -> node.agent().traffic().containsKey("demo_a"));
            try (Execution sending = node.exec("demo_a", "sh", "-c", "head -c 300000 /dev/zero | nc 192.0.2.2 7001")) {
                await().atMost(SOON).until(() -> came.get() == 300_000);
            }
            assertThat(queue(TestWorld.UPLINK)).isEqualTo(queueBefore);
            long counted = node.agent().traffic().get("demo_a").sentBytes();
            assertThat(counted).isBetween(300_000L, 400_000L);
            assertThat(node.agent().traffic().get("demo_a").receivedBytes()).isPositive();

            node.apply(BOUNDED);

            await().atMost(SOON).until(() -> queue(TestWorld.UPLINK).contains("htb"));
            assertThat(node.agent().traffic().get("demo_a").sentBytes()).isGreaterThanOrEqualTo(counted);
            node.agent().teardown();
            HostTrace after = HostTrace.of(node.home);
            assertThat(queue(TestWorld.UPLINK)).isEqualTo(queueBefore);
            assertThat(after.links()).isEqualTo(before.links());
            assertThat(after.rules()).isEqualTo(before.rules());
            node.close();
        }
    }

    @Test
    void degradesASliverThatTheKernelRefusesItsTrafficAndNoOther() throws Exception {
        try (TestNode node = new TestNode("nowhere0")) {
            node.start();

            node.apply(BOUNDED, running("demo_b", 1));

            assertThat(node.awaitState("demo_a", SliverState.DEGRADED).reason())
                    .contains("Cannot find device \"nowhere0\"");
            assertThat(node.awaitState("demo_b", SliverState.RUNNING).reason()).isEmpty();
        }
    }

    @Test
    void leavesAQueueThatIsSomebodyElses() throws Exception {
        try (TestWorld world = new TestWorld();
                TestNode node = new TestNode(TestWorld.UPLINK)) {
            COMMANDS.run(List.of("tc", "qdisc", "add", "dev", TestWorld.UPLINK, "root", "handle", "7:", "bfifo"));
            node.start();

            node.apply(BOUNDED);

            assertThat(node.awaitState("demo_a", SliverState.DEGRADED).reason())
                    .contains("somebody else has set the root queue 7: of up0");
            assertThat(queue(TestWorld.UPLINK)).contains("bfifo 7:");

            COMMANDS.run(List.of("tc", "qdisc", "del", "dev", TestWorld.UPLINK, "root"));

            node.awaitState("demo_a", SliverState.RUNNING);
            assertThat(queue(TestWorld.UPLINK)).contains("htb 4c4d:");
        }
    }

    @Test
    void saysWhereThereIsNoUplink() throws Exception {
        try (TestNode node = TestNode.started()) {
            node.apply(BOUNDED);

            await().atMost(SOON)
                    .until(() -> node.awaitState("demo_a", SliverState.RUNNING)
                            .reason()
                            .contains("has no uplink"));
            assertThat(node.awaitState("demo_a", SliverState.RUNNING).awaited().traffic())
                    .isTrue();
        }
    }

    /** They send as the first thing that they do, one start right after another. */
    @Test
    void hasAClassForEachSliverBeforeItsFirstPacket() throws Exception {
        SliverLife calling = new SliverLife("#!/bin/sh\nping -c 1 -W 5 192.0.2.2 && echo heard\n");
        try (TestWorld world = new TestWorld();
                TestNode node = new TestNode(TestWorld.UPLINK)) {
            node.start();
            NodeTraffic capped = new NodeTraffic(50_000_000, List.of());
            List<SliverPlan> slivers = new ArrayList<>();
            for (String slice : List.of("demo_a", "demo_b", "demo_c", "demo_d")) {
                slivers.add(running(slice, 1).with(calling));
                node.apply(capped, slivers);
                node.awaitState(slice, SliverState.RUNNING);
                await().atMost(SOON)
                        .until(() -> node.output(slice, "cat", "/var/log/initscript.log")
                                .contains("heard"));
            }

            for (SliverPlan sliver : slivers) {
                assertThat(node.agent().traffic().get(sliver.slice()).sentBytes())
                        .isPositive();
                assertThat(node.agent().traffic().get(sliver.slice()).receivedBytes())
                        .isPositive();
            }
            assertThat(newcomers(TestWorld.UPLINK)).contains("Sent 0 bytes 0 pkt");
            assertThat(newcomers("lamella-in")).contains("Sent 0 bytes 0 pkt");
        }
    }

    private static String newcomers(String device) throws IOException {
        return COMMANDS.run(List.of("tc", "-s", "class", "show", "dev", device, "classid", "4c4d:4"));
    }

    @Test
    void makesAnewWhatSomebodyTookAway() throws Exception {
        try (TestWorld world = new TestWorld();
                TestNode node = new TestNode(TestWorld.UPLINK)) {
            node.start();
            node.apply(new NodeTraffic(50_000_000, List.of()), List.of(running("demo_a", 1)));
            await().atMost(SOON).until(() -> queue(TestWorld.UPLINK).contains("htb 4c4d:"));

            COMMANDS.run(List.of("tc", "qdisc", "del", "dev", TestWorld.UPLINK, "root"));
            COMMANDS.run(List.of("ip", "link", "del", "lamella-in"));
            COMMANDS.run(List.of("nft", "delete", "table", "inet", "lamella-traffic"));

            await().atMost(SOON).ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> {
                assertThat(queue(TestWorld.UPLINK)).contains("htb 4c4d:");
                assertThat(queue("lamella-in")).contains("htb 4c4d:");
                assertThat(COMMANDS.run(List.of("nft", "list", "table", "inet", "lamella-traffic")))
                        .contains("10.213.7.2");
            });
        }
    }
}
