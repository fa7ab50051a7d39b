package org.lamella.bench;

import java.io.IOException;
import java.time.Duration;
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
 * get, of one thing after another. The victim computes in memory; in turn alone, beside the hog, and beside it with the CPU as a core of its
 * own: what it loses then is the machine's (memory, caches, what carries its CPUs), and no scheduler could give it back.
 */
final class Isolation {
    private static final int ROUNDS = 5;
    private static final int SECONDS = 4;
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
        HOGS.put("open files", "--open 4 --open-fd");
        HOGS.put("inodes", "--dentry 2 --dentries 10000 --touch 2");
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
        SliverPlan pinned = CPUS == 1
                ? victim
                : node.ownSliver(VICTIM, 1).with(SliverPromise.FAIR.with(new SliverCpu(100.0 / CPUS, 1, 1)));
        node.apply(List.of(victim, hog));
        String first = born();
        for (Map.Entry<String, String> one : HOGS.entrySet()) {
            List<Double> losses = new ArrayList<>();
            List<Double> apart = new ArrayList<>();
            List<Double> waits = new ArrayList<>();
            List<Double> answers = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                node.apply(List.of(victim, hog));
                double alone = work(WORK.script());
                double together = beside(one.getValue(), () -> {
                    answer(answers);
                    return waiting(waits);
                });
                node.apply(List.of(pinned, hog));
                double separate = beside(one.getValue(), () -> work(WORK.script()));
                losses.add(100 * (1 - together / alone));
                apart.add(100 * (1 - separate / alone));
            }
            report(results, one.getKey(), losses, apart, waits, answers);
        }
        results.add(
                "victims that a hog brought down",
                born().equals(first) ? 0 : 1,
                "",
                "0",
                "beside " + HOGS.size() + " hogs, " + ROUNDS + " rounds each");
        node.apply(List.of());
    }

    /** When the victim's first process began, in the kernel's ticks: another after all the hogs, and it was killed by one. */
    private String born() throws IOException, InterruptedException {
        return node.output(VICTIM, "awk '{ print $22 }' /proc/1/stat").strip();
    }

    private static void report(
            Results results,
            String hog,
            List<Double> losses,
            List<Double> apart,
            List<Double> waits,
            List<Double> answers) {
        add(results, "victim's loss beside a hog of " + hog, losses, hog.equals("disk") ? "<= 5" : "<= 2");
        add(results, "the same, with a core of its own", apart, "");
        add(results, "the victim waited for a CPU, of the time", waits, "");
        results.addSamples("a command in the victim, beside a hog of " + hog, new Samples(answers), "ms", "< 100");
    }

    private static void add(Results results, String metric, List<Double> values, String aim) {
        results.add(metric, new Samples(values), "%", aim, "rounds");
    }

    private double work(String script) throws IOException, InterruptedException {
        return WORK.rate(node.output(VICTIM, script));
    }

    /** Works, and notes how much of the time one of the victim's threads waited. */
    private double waiting(List<Double> waits) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Duration before = node.waited(VICTIM);
        double rate = work(WORK.script());
        waits.add(100.0 * node.waited(VICTIM).minus(before).toNanos() / (System.nanoTime() - begin));
        return rate;
    }

    private void answer(List<Double> answers) throws IOException, InterruptedException {
        for (int command = 0; command < COMMANDS; command++) {
            long begin = System.nanoTime();
            node.output(VICTIM, "true");
            answers.add((System.nanoTime() - begin) / 1e6);
        }
    }

    private interface Measured {
        double measure() throws IOException, InterruptedException;
    }

    /** The hog is well under way when the victim begins, and goes on after its end. */
    private double beside(String hog, Measured measured) throws IOException, InterruptedException {
        try (Execution running = node.exec(
                HOG, "exec stress-ng --temp-path /tmp --timeout " + (SECONDS + 8) + " " + hog + " >/dev/null 2>&1")) {
            Thread.sleep(2_000);
            return measured.measure();
        }
    }
}
