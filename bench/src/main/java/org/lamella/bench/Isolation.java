package org.lamella.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lamella.agent.plan.SliverBounds;
import org.lamella.agent.plan.SliverCpu;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.plan.SliverPromise;
import org.lamella.agent.runtime.Execution;

/**
 * The Isolation Benchmark Suite, and Figure 8 of the paper: what a sliver that has a CPU reserved loses beside one that takes all it can
 * get, of one thing after another. The victim computes in memory; alone and beside the hog in turn.
 */
final class Isolation {
    private static final int ROUNDS = Pace.USUAL.rounds(7);
    private static final int SECONDS = Pace.USUAL.seconds(4);
    private static final int COMMANDS = 3;
    private static final long HOG_MEMORY = 512L << 20;
    private static final String VICTIM = "demo_victim";
    private static final String HOG = "demo_hog";
    private static final Trial WORK = Trial.stress("victim", "cpu 1 --cpu-method matrixprod", SECONDS);
    private static final int CPUS = Runtime.getRuntime().availableProcessors();

    private static final Map<String, String> HOGS = new LinkedHashMap<>();

    static {
        HOGS.put("CPU", "--cpu " + 4 * CPUS + " --cpu-method matrixprod");
        HOGS.put("memory", "--vm 2 --vm-bytes 400M --vm-keep");
        HOGS.put("fork", "--fork 8 --fork-max 200");
        HOGS.put("disk", "--hdd 2 --hdd-bytes 128M --hdd-opts fsync");
        HOGS.put("traffic", "--udp 2 --sock 2");
    }

    private final BenchNode node;

    Isolation(BenchNode node) {
        this.node = node;
    }

    void measure(Results results) throws Exception {
        SliverPlan victim = node.ownSliver(VICTIM, 1).with(SliverPromise.FAIR.with(new SliverCpu(100.0 / CPUS, 1)));
        SliverBounds usual = SliverBounds.USUAL;
        SliverPlan hog = node.ownSliver(HOG, 2)
                .with(new SliverBounds(
                        1_000,
                        HOG_MEMORY,
                        usual.openFiles(),
                        usual.lockedMemoryBytes(),
                        usual.sharedMemoryBytes(),
                        List.of()));
        for (Map.Entry<String, String> one : HOGS.entrySet()) {
            List<Double> losses = new ArrayList<>();
            List<Double> answers = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                node.apply(List.of(victim, hog));
                double alone = work();
                double beside = beside(one.getValue(), answers);
                losses.add(100 * (1 - beside / alone));
            }
            Samples loss = new Samples(losses);
            results.add(
                    "victim's loss beside a hog of " + one.getKey(),
                    loss,
                    "%",
                    one.getKey().equals("disk") ? "<= 5" : "<= 2",
                    "pairs");
            results.addSamples(
                    "a command in the victim, beside a hog of " + one.getKey(), new Samples(answers), "ms", "< 100");
        }
        node.apply(List.of());
    }

    private double work() throws IOException, InterruptedException {
        return WORK.rate(node.output(VICTIM, WORK.script()));
    }

    /** The hog is well under way when the victim begins, and goes on after its end. */
    private double beside(String hog, List<Double> answers) throws IOException, InterruptedException {
        try (Execution running = node.exec(
                HOG, "exec stress-ng --temp-path /tmp --timeout " + (SECONDS + 8) + " " + hog + " >/dev/null 2>&1")) {
            Thread.sleep(2_000);
            for (int command = 0; command < COMMANDS; command++) {
                long begin = System.nanoTime();
                node.output(VICTIM, "true");
                answers.add((System.nanoTime() - begin) / 1e6);
            }
            return work();
        }
    }
}
