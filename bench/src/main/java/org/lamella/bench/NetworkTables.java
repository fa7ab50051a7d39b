package org.lamella.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lamella.agent.plan.NodeTraffic;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.plan.SliverPromise;
import org.lamella.agent.plan.SliverTraffic;
import org.lamella.agent.runtime.Execution;

/**
 * The network part of the paper's evaluation: what slivers get of an uplink of 100 Mbit/s while all of them send, or receive, as much
 * as they can by TCP, in windows of ten seconds; large packets are cut up by the uplink's driver (GSO), as usual.
 */
final class NetworkTables {
    private static final long MBIT = 1_000_000;
    private static final int CAP = 100;
    private static final Duration WINDOW = Pace.USUAL.time(Duration.ofSeconds(10));
    private static final Duration SETTLING = Pace.USUAL.time(Duration.ofSeconds(5));
    private static final int WINDOWS = 4;
    /** What is content of a packet of Ethernet: the rest are headers. */
    private static final double CONTENT = 1448.0 / 1514;

    private final BenchNode node;
    private final BenchWorld world;
    private final Results results;
    private final Map<String, SliverTraffic> promises = new LinkedHashMap<>();

    private NetworkTables(BenchNode node, BenchWorld world, Results results) {
        this.node = node;
        this.world = world;
        this.results = results;
    }

    /** @param home a folder for a node with an uplink */
    static void measure(Path home, Results results) throws Exception {
        try (BenchWorld world = new BenchWorld();
                BenchNode node = new BenchNode(home, Optional.of(BenchWorld.UPLINK))) {
            NetworkTables tables = new NetworkTables(node, world, results);
            tables.sharesBesideAReservation();
            tables.reservationWithAShare();
            tables.shares(true);
            tables.shares(false);
        }
    }

    private static SliverTraffic promise(int reserved, double share) {
        return new SliverTraffic(reserved * MBIT, 0, share, 0);
    }

    /** By hand: what is not reserved is split 25 to 75. */
    private void sharesBesideAReservation() throws Exception {
        promises.clear();
        promises.put("demo_reserved", promise(60, 0));
        promises.put("demo_one", promise(0, 1));
        promises.put("demo_three", promise(0, 3));
        Windows windows = measure(true);
        String of = "reserved 60 capped, shares 1 : 3";
        add(of + ", reserved, wire", windows.of("demo_reserved"), "Mbit/s", "60 +- 0.6");
        add(of + ", share 1, of the rest", windows.part("demo_one", List.of("demo_one", "demo_three")), "%", "25 +- 1");
        add(
                of + ", share 3, of the rest",
                windows.part("demo_three", List.of("demo_one", "demo_three")),
                "%",
                "75 +- 1");
        add(of + ", all, wire", windows.all(), "Mbit/s", ">= 97");
    }

    private void reservationWithAShare() throws Exception {
        promises.clear();
        promises.put("demo_reserved", promise(60, 1));
        promises.put("demo_three", promise(0, 3));
        Windows windows = measure(true);
        String of = "reserved 60 + share 1 against share 3";
        add(of + ", reserved, wire", windows.of("demo_reserved"), "Mbit/s", "70 +- 1");
        add(of + ", the other, wire", windows.of("demo_three"), "Mbit/s", "30 +- 1");
    }

    private void shares(boolean sending) throws Exception {
        promises.clear();
        for (int share : List.of(1, 2, 4)) {
            promises.put("demo_share" + share, promise(0, share));
        }
        Windows windows = measure(sending);
        for (int share : List.of(1, 2, 4)) {
            add(
                    "%s, share %d of 1 : 2 : 4, wire".formatted(sending ? "sent" : "received", share),
                    windows.of("demo_share" + share),
                    "Mbit/s",
                    "%.2f +- 1".formatted(share * CAP / 7.0));
        }
    }

    private void add(String metric, Samples samples, String unit, String aim) {
        results.addSamples(metric, samples, unit, aim);
    }

    /** @return what each sliver got on the wire, in Mbit/s, reckoned from the content that came */
    private Windows measure(boolean sending) throws Exception {
        List<SliverPlan> plans = new ArrayList<>();
        promises.forEach(
                (slice, promise) -> plans.add(BenchNode.sliver(slice, 1).with(SliverPromise.FAIR.with(promise))));
        node.apply(plans, new NodeTraffic(CAP * MBIT, List.of()));
        List<Execution> flows = new ArrayList<>();
        Map<String, BenchWorld.Meter> meters = new LinkedHashMap<>();
        for (String slice : promises.keySet()) {
            BenchWorld.Meter meter = sending ? world.sink() : world.source();
            meters.put(slice, meter);
            String way = sending ? "</dev/zero" : ">/dev/null";
            flows.add(node.exec(slice, "exec nc " + BenchWorld.ADDRESS + " " + meter.port() + " " + way));
        }
        Thread.sleep(SETTLING);
        Windows windows = Windows.take(
                promises.keySet(),
                slice -> meters.get(slice).bytes().get() * 8.0 / MBIT / CONTENT,
                Pace.USUAL.rounds(WINDOWS),
                WINDOW);
        flows.forEach(Execution::close);
        return windows;
    }
}
