package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lamella.agent.TestNode.running;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.Posix;
import org.lamella.agent.plan.NodeTraffic;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.plan.SliverPromise;
import org.lamella.agent.plan.SliverTraffic;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.runtime.Execution;
import org.lamella.agent.traffic.TrafficCount;

/** What slivers get of an uplink, measured at its other end. How exact it is, is measured elsewhere; here limits are wide. */
@OnKernel
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrafficSharesTest {
    private static final Commands COMMANDS = new Commands(Posix.open(), "traffic-shares-test");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final long MBIT = 1_000_000;
    private static final NodeTraffic FORTY = new NodeTraffic(40 * MBIT, List.of());
    private static final int SOURCE = 7003;

    private final Map<String, AtomicLong> came = new HashMap<>();
    private TestWorld world;
    private TestNode node;

    @BeforeAll
    void connect() throws Exception {
        world = new TestWorld();
        came.put("demo_a", world.sink(7001));
        came.put("demo_b", world.sink(7002));
        world.source(SOURCE);
        world.source(SOURCE + 1);
        node = new TestNode(TestWorld.UPLINK);
        node.start();
    }

    @AfterAll
    void takeAway() throws Exception {
        try (TestWorld closing = world) {
            node.close();
        }
        assertThat(COMMANDS.run(List.of("nft", "list", "tables"))).doesNotContain("lamella");
        assertThat(COMMANDS.run(List.of("ip", "-oneline", "link"))).doesNotContain("lamella-in");
    }

    private static SliverPlan promised(String slice, long reserved, long ceiling, double share, long daily) {
        return running(slice, 1)
                .with(SliverPromise.FAIR.with(new SliverTraffic(reserved * MBIT, ceiling * MBIT, share, daily)));
    }

    /** Returns when the slivers run and there are classes of these ceilings, in Mbit/s. */
    private void apply(NodeTraffic traffic, List<SliverPlan> slivers, String... classes) throws Exception {
        node.apply(traffic, slivers);
        for (SliverPlan sliver : slivers) {
            node.awaitState(sliver.slice(), SliverState.RUNNING);
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(List.of(classes)).allMatch(classes(TestWorld.UPLINK)::contains));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                COMMANDS.run(List.of("nft", "list", "map", "inet", "lamella-traffic", "classes")))
                        .contains(addresses(slivers)));
    }

    private String[] addresses(List<SliverPlan> slivers) throws IOException {
        var links = node.agent().links();
        return slivers.stream()
                .map(sliver -> links.get(sliver.slice()).address())
                .toArray(String[]::new);
    }

    private static String classes(String device) throws IOException {
        return COMMANDS.run(List.of("tc", "class", "show", "dev", device));
    }

    private Execution sending(String slice) throws IOException {
        return sending(slice, TestWorld.ADDRESS);
    }

    private Execution sending(String slice, String address) throws IOException {
        String port = slice.equals("demo_a") ? "7001" : "7002";
        return node.exec(slice, "sh", "-c", "exec nc " + address + " " + port + " </dev/zero");
    }

    /** @return how many Mbit of content a second have come from each, over so many megabytes of all together */
    private Map<String, Double> rates(double megabytes) {
        Map<String, Long> before = new HashMap<>();
        came.forEach((slice, bytes) -> before.put(slice, bytes.get()));
        long begin = System.nanoTime();
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> came.entrySet().stream()
                                .mapToLong(each -> each.getValue().get() - before.get(each.getKey()))
                                .sum()
                        >= megabytes * 1e6);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Map<String, Double> rates = new HashMap<>();
        before.forEach((slice, bytes) -> rates.put(slice, (came.get(slice).get() - bytes) * 8 / seconds / MBIT));
        return rates;
    }

    private void awaitFlow(String slice) {
        long before = came.get(slice).get();
        await().atMost(SOON).until(() -> came.get(slice).get() > before + 500_000);
    }

    private static double ratio(Map<String, Double> rates) {
        return rates.get("demo_b") / rates.get("demo_a");
    }

    @Test
    void splitsACapByShareAndFollowsAChangeWithoutBreakingAConnection() throws Exception {
        apply(FORTY, List.of(promised("demo_a", 0, 0, 1, 0), promised("demo_b", 0, 0, 3, 0)), "ceil 40Mbit");
        try (Execution a = sending("demo_a");
                Execution b = sending("demo_b")) {
            awaitFlow("demo_a");
            awaitFlow("demo_b");

            Map<String, Double> before = rates(15);
            assertThat(ratio(before)).isBetween(2.2, 4.0);
            assertThat(before.get("demo_a") + before.get("demo_b")).isBetween(25.0, 42.0);
            String classes = classOf("demo_a");

            apply(FORTY, List.of(promised("demo_a", 0, 0, 3, 0), promised("demo_b", 0, 0, 1, 0)), "ceil 40Mbit");

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(ratio(rates(10))).isBetween(0.25, 0.45));
            assertThat(classOf("demo_a")).isEqualTo(classes);
            // A connection that had been broken would have ended the program.
            assertThat(node.output("demo_a", "pidof", "nc")).isNotEmpty();
            assertThat(node.output("demo_b", "pidof", "nc")).isNotEmpty();
        }
    }

    private String classOf(String slice) throws IOException {
        String address = node.agent().links().get(slice).address();
        return COMMANDS.run(List.of("nft", "list", "map", "inet", "lamella-traffic", "classes"))
                .replaceAll("(?s).*" + address + " : (4c4d:\\w+).*", "$1");
    }

    @Test
    void givesAReservationBesideALargerShare() throws Exception {
        apply(
                FORTY,
                List.of(promised("demo_a", 24, 0, 1, 0), promised("demo_b", 0, 0, 3, 0)),
                "rate 24Mbit ceil 40Mbit");
        try (Execution a = sending("demo_a");
                Execution b = sending("demo_b")) {
            awaitFlow("demo_a");
            awaitFlow("demo_b");

            Map<String, Double> rates = rates(20);

            // 24 + 16 / 4 against 3 * 16 / 4.
            assertThat(rates.get("demo_a")).isBetween(21.0, 32.0);
            assertThat(rates.get("demo_b")).isBetween(7.0, 16.0);
        }
    }

    @Test
    void capsAtTheReservationWhereThereIsNoShareAndAtTheCeilingWhereThereIs() throws Exception {
        apply(
                NodeTraffic.UNBOUNDED,
                List.of(promised("demo_a", 5, 0, 0, 0), promised("demo_b", 0, 9, 1, 0)),
                "rate 5Mbit ceil 5Mbit",
                "ceil 9Mbit");
        try (Execution a = sending("demo_a");
                Execution b = sending("demo_b")) {
            awaitFlow("demo_a");
            awaitFlow("demo_b");

            Map<String, Double> rates = rates(6);

            assertThat(rates.get("demo_a")).isBetween(3.5, 5.5);
            assertThat(rates.get("demo_b")).isBetween(6.0, 9.9);
        }
    }

    @Test
    void narrowsTowardsTheBytesOfTheDayWhichAreNotForgottenWithTheSliver() throws Exception {
        Instant now = Instant.now();
        Instant midnight = now.atZone(ZoneOffset.UTC)
                .toLocalDate()
                .plusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        long left = Math.max(Duration.between(now, midnight).toSeconds(), 120);
        long used = daily("demo_a");
        // What is left of them lets through 4 Mbit/s.
        SliverPlan narrowed = promised("demo_a", 0, 0, 1, used + left * 4 * MBIT / 8);
        apply(new NodeTraffic(40 * MBIT, List.of(TestWorld.OTHER_ADDRESS + "/32")), List.of(narrowed));
        await().atMost(SOON).until(() -> ceiling("demo_a") < 5 * MBIT);
        try (Execution a = sending("demo_a")) {
            awaitFlow("demo_a");
            assertThat(rates(1.5).get("demo_a")).isBetween(2.0, 4.8);
        }
        try (Execution exempt = sending("demo_a", TestWorld.OTHER_ADDRESS)) {
            awaitFlow("demo_a");
            long before = daily("demo_a");
            assertThat(rates(40).get("demo_a"))
                    .as("exempt from cap and ceiling")
                    .isGreaterThan(45);
            assertThat(daily("demo_a") - before).as("nor counted").isLessThan(5_000_000);
        }
        long sent = daily("demo_a");
        assertThat(sent - used).isGreaterThan(2_000_000);

        node.apply();
        node.restart();
        node.apply(narrowed);
        node.awaitState("demo_a", SliverState.RUNNING);

        await().atMost(SOON).untilAsserted(() -> assertThat(daily("demo_a")).isGreaterThanOrEqualTo(sent));
        assertThat(node.agent().traffic().get("demo_a").sentBytes()).isLessThan(1_000_000);
    }

    private long daily(String slice) throws IOException {
        TrafficCount count = node.agent().traffic().get(slice);
        return count == null ? 0 : count.dayBytes();
    }

    private long ceiling(String slice) throws IOException {
        String ceiling = classes(TestWorld.UPLINK)
                .replaceAll("(?s).*class htb " + classOf(slice) + " [^\n]* ceil (\\S+)bit .*", "$1");
        return switch (ceiling.charAt(ceiling.length() - 1)) {
            case 'K' -> (long) (Double.parseDouble(ceiling.replace("K", "")) * 1_000);
            case 'M' -> (long) (Double.parseDouble(ceiling.replace("M", "")) * MBIT);
            case 'G' -> (long) (Double.parseDouble(ceiling.replace("G", "")) * MBIT * 1_000);
            default -> Long.parseLong(ceiling);
        };
    }

    @Test
    void boundsWhatIsReceived() throws Exception {
        apply(FORTY, List.of(promised("demo_a", 0, 6, 1, 0), promised("demo_b", 0, 0, 1, 0)), "ceil 6Mbit");
        await().atMost(SOON).until(() -> classes("lamella-in").contains("ceil 6Mbit"));
        try (Execution a = receiving("demo_a", SOURCE);
                Execution b = receiving("demo_b", SOURCE + 1)) {
            await().atMost(SOON).until(() -> received("demo_a") > 500_000 && received("demo_b") > 500_000);
            // Asking takes a while, so the time is taken around it: more than there was.
            long begin = System.nanoTime();
            long beforeA = received("demo_a");
            long beforeB = received("demo_b");
            await().atMost(Duration.ofMinutes(1)).until(() -> received("demo_b") > beforeB + 20_000_000);
            long moreA = received("demo_a") - beforeA;
            long moreB = received("demo_b") - beforeB;
            double megabits = (System.nanoTime() - begin) * MBIT / 1e9 / 8;

            assertThat(moreA / megabits).isBetween(2.5, 6.5);
            assertThat(moreB / megabits).isBetween(15.0, 40.0);
        }
        assertThat(node.agent().traffic().get("demo_b").receivedBytes()).isGreaterThan(15_000_000);
    }

    private Execution receiving(String slice, int port) throws IOException {
        return node.exec(slice, "sh", "-c", "exec nc " + TestWorld.ADDRESS + " " + port + " >/dev/null");
    }

    /** As the sliver itself sees it. */
    private long received(String slice) throws Exception {
        return Long.parseLong(node.output(slice, "cat", "/sys/class/net/eth0/statistics/rx_bytes"));
    }

    @Test
    void isTakenOverByTheNextLifeOfTheAgentWhilePacketsPass() throws Exception {
        SliverPlan bounded = promised("demo_a", 0, 8, 1, 0);
        apply(NodeTraffic.UNBOUNDED, List.of(bounded), "ceil 8Mbit");
        // Sessions end with the agent, what they have left running does not.
        node.output("demo_a", "sh", "-c", "nc " + TestWorld.ADDRESS + " 7001 </dev/zero >/dev/null 2>&1 &");
        try {
            awaitFlow("demo_a");
            String its = classOf("demo_a");
            TrafficCount before = node.agent().traffic().get("demo_a");

            node.restart();

            awaitFlow("demo_a");
            assertThat(classOf("demo_a")).isEqualTo(its);
            await().atMost(SOON).untilAsserted(() -> {
                TrafficCount after = node.agent().traffic().get("demo_a");
                assertThat(after).isNotNull();
                assertThat(after.sentBytes()).isGreaterThan(before.sentBytes());
                assertThat(after.dayBytes()).isGreaterThan(before.dayBytes());
            });
            assertThat(rates(2).get("demo_a")).isBetween(5.0, 8.8);
        } finally {
            node.output("demo_a", "killall", "nc");
        }
    }
}
