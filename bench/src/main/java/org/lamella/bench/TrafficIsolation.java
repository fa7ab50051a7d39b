package org.lamella.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lamella.agent.plan.NodeTraffic;
import org.lamella.agent.plan.SliverCpu;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.plan.SliverPromise;
import org.lamella.agent.plan.SliverTraffic;
import org.lamella.agent.runtime.Execution;

/**
 * The hogs of the Isolation Benchmark Suite that need another machine: what a sliver that has a CPU and most of the uplink reserved loses
 * beside one that is flooded with large datagrams, or that sends them, by four flows. The victim computes, and then sends by TCP; alone and
 * beside the hog in turn, and beside it once more with the CPU as a core of its own. The other end is a network namespace of this machine, and is paced, so that it takes little of it.
 */
final class TrafficIsolation {
    private static final long MBIT = 1_000_000;
    private static final int CAP = 100;
    private static final int RESERVED = 60;
    /** Of all flows to one that is flooded; twice what the uplink lets in. */
    private static final int OFFERED = 200;

    private static final int FLOWS = 4;
    private static final int ROUNDS = Pace.USUAL.rounds(4);
    private static final int SECONDS = Pace.USUAL.seconds(3);
    private static final Duration SETTLING = Duration.ofMillis(1_500);
    private static final String VICTIM = "demo_victim";
    private static final String HOG = "demo_hog";
    private static final int CPUS = Runtime.getRuntime().availableProcessors();
    private static final Trial WORK = Trial.stress("victim", "cpu 1 --cpu-method matrixprod", SECONDS);

    private final BenchNode node;
    private final BenchWorld world;

    /** @param node whose uplink leads to that world, and whose image has stress-ng and bash */
    TrafficIsolation(BenchNode node, BenchWorld world) {
        this.node = node;
        this.world = world;
    }

    private interface Hog {
        Execution start() throws IOException;
    }

    void measure(Results results) throws Exception {
        pin(false);
        measure("receives", "<= 5", this::flooded, results);
        measure("transmits", "<= 2", this::flooding, results);
        node.apply(List.of());
    }

    /** @param own whether the victim's CPU is a core of its own */
    private void pin(boolean own) throws IOException, InterruptedException {
        SliverPlan victim = node.ownSliver(VICTIM, 1)
                .with(SliverPromise.FAIR
                        .with(new SliverCpu(100.0 / CPUS, 1, own && CPUS > 1 ? 1 : 0))
                        .with(new SliverTraffic(RESERVED * MBIT, 0, 0, 0)));
        node.apply(List.of(victim, node.ownSliver(HOG, 2)), new NodeTraffic(CAP * MBIT, List.of()));
    }

    private void measure(String does, String aim, Hog hog, Results results) throws Exception {
        Map<String, List<Double>> losses = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            double computedAlone = compute();
            double sentAlone = send();
            List<Execution> flows = new ArrayList<>();
            for (int flow = 0; flow < FLOWS; flow++) {
                flows.add(hog.start());
            }
            Thread.sleep(SETTLING);
            add(losses, "computes", compute(), computedAlone);
            add(losses, "transmits", send(), sentAlone);
            pin(true);
            add(losses, "computes on a core of its own", compute(), computedAlone);
            pin(false);
            flows.forEach(Execution::close);
        }
        losses.forEach((victim, loss) -> results.add(
                "victim's loss beside a hog that %s, when it %s".formatted(does, victim),
                new Samples(loss),
                "%",
                aim,
                "pairs"));
    }

    private static void add(Map<String, List<Double>> losses, String victim, double beside, double alone) {
        losses.computeIfAbsent(victim, name -> new ArrayList<>()).add(100 * (1 - beside / alone));
    }

    private double compute() throws IOException, InterruptedException {
        return WORK.rate(node.output(VICTIM, WORK.script()));
    }

    /** @return Mbit/s of content that have come to the other end */
    private double send() throws IOException, InterruptedException {
        BenchWorld.Meter meter = world.sink();
        try (Execution flow = node.exec(VICTIM, "exec nc " + BenchWorld.ADDRESS + " " + meter.port() + " </dev/zero")) {
            Thread.sleep(SETTLING);
            return Windows.take(
                            List.of(VICTIM), victim -> meter.bytes().get() * 8.0 / MBIT, 1, Duration.ofSeconds(SECONDS))
                    .of(VICTIM)
                    .median();
        }
    }

    /** Its first datagram opens the way back through the address translation. */
    private Execution flooded() throws IOException {
        BenchWorld.Meter meter = world.datagrams(OFFERED * MBIT / FLOWS);
        return socket(meter, "echo >&3; exec dd bs=" + BenchWorld.DATAGRAM + " of=/dev/null <&3");
    }

    private Execution flooding() throws IOException {
        return socket(world.datagramSink(), "exec dd bs=" + BenchWorld.DATAGRAM + " if=/dev/zero >&3");
    }

    private Execution socket(BenchWorld.Meter meter, String script) throws IOException {
        return node.exec(
                HOG,
                "exec bash -c 'exec 2>/dev/null 3<>/dev/udp/%s/%d; %s'"
                        .formatted(BenchWorld.ADDRESS, meter.port(), script));
    }
}
