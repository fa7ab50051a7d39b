package org.lamella.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.lamella.agent.plan.SliverCpu;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.plan.SliverPromise;
import org.lamella.agent.runtime.Execution;

/**
 * The CPU part of the paper's evaluation (Table 3): what slivers get of the CPUs while all of them want all, in windows of ten
 * seconds. Arguments: a folder to work in, the results file. To be started in a network namespace of its own, on a machine
 * that does nothing else: what others take is missing from every figure.
 */
final class CpuTables {
    private static final int CPUS = Runtime.getRuntime().availableProcessors();
    private static final Duration WINDOW = Pace.USUAL.time(Duration.ofSeconds(10));
    private static final Duration SETTLING = Pace.USUAL.time(Duration.ofSeconds(5));
    private static final int WINDOWS = 4;
    private static final int HOGS = 8;
    private static final int MANY = 100;

    private final BenchNode node;
    private final Results results;
    private final Map<String, SliverCpu> promises = new LinkedHashMap<>();

    CpuTables(BenchNode node, Results results) {
        this.node = node;
        this.results = results;
    }

    void measure() throws Exception {
        reservation("capped", new SliverCpu(25, 0), 1, 25, "25 +- 0.25");
        reservation("capped", new SliverCpu(25, 0), CPUS, 25, "25 +- 0.25");
        reservation("with a share", new SliverCpu(25, 1), 1, 25 + 75.0 / HOGS, "34.38 +- 0.25");
        reservation("with a share", new SliverCpu(25, 1), CPUS, 25 + 75.0 / HOGS, "34.38 +- 0.25");
        shares();
        waking();
        costOfTrim();
        node.apply(List.of());
    }

    /** A sliver with a quarter of the node reserved among hogs that have shares alone. */
    private void reservation(String kind, SliverCpu promise, int threads, double ideal, String aim) throws Exception {
        promises.clear();
        promises.put("demo_reserved", promise);
        IntStream.range(1, HOGS).forEach(hog -> promises.put("demo_hog" + hog, SliverCpu.FAIR));
        apply();
        List<Execution> hogs = hogs(promises.keySet(), threads);
        Windows windows = windows();
        end(hogs);
        String of = "8 hogs of %d thread%s".formatted(threads, threads == 1 ? "" : "s");
        results.addSamples("reserved 25 %% %s, %s".formatted(kind, of), windows.of("demo_reserved"), "%", aim);
        results.addSamples(
                "the others, each, " + of,
                windows.others("demo_reserved"),
                "%",
                "%.2f +- 0.5".formatted((100 - ideal) / (HOGS - 1)));
        results.addSamples("used in all, " + of, windows.all(), "%", ">= 97");
    }

    private void shares() throws Exception {
        promises.clear();
        for (int share : List.of(1, 2, 4)) {
            promises.put("demo_share" + share, new SliverCpu(0, share));
        }
        apply();
        List<Execution> hogs = hogs(promises.keySet(), CPUS);
        Windows windows = windows();
        end(hogs);
        for (int share : List.of(1, 2, 4)) {
            results.addSamples(
                    "share %d of 1 : 2 : 4".formatted(share),
                    windows.of("demo_share" + share),
                    "%",
                    "%.2f +- 0.5".formatted(share * 100.0 / 7));
        }
    }

    /** One that was idle wants its own at once. */
    private void waking() throws Exception {
        promises.clear();
        promises.put("demo_reserved", new SliverCpu(25, 1));
        IntStream.range(1, HOGS).forEach(hog -> promises.put("demo_hog" + hog, SliverCpu.FAIR));
        apply();
        List<Execution> hogs = hogs(
                promises.keySet().stream()
                        .filter(name -> !name.equals("demo_reserved"))
                        .toList(),
                CPUS);
        List<Double> parts = new ArrayList<>();
        for (int turn = 0; turn < Pace.USUAL.rounds(5); turn++) {
            Thread.sleep(SETTLING);
            List<Execution> woken = hogs(List.of("demo_reserved"), CPUS);
            // The shells must have begun before the second does.
            awaitUse("demo_reserved");
            parts.add(take(1, Duration.ofSeconds(1)).of("demo_reserved").median() / (25 + 75.0 / HOGS) * 100);
            end(woken);
        }
        end(hogs);
        results.addSamples("first second after waking, % of what is promised", new Samples(parts), "%", ">= 95");
    }

    private void awaitUse(String sliver) throws IOException, InterruptedException {
        Duration before = node.used(sliver);
        while (node.used(sliver).minus(before).toMillis() < 5) {
            Thread.sleep(1);
        }
    }

    private void costOfTrim() throws Exception {
        promises.clear();
        IntStream.range(0, MANY).forEach(number -> promises.put("demo_many" + number, SliverCpu.FAIR));
        apply();
        List<Execution> hogs = hogs(promises.keySet().stream().limit(HOGS).toList(), 1);
        Thread.sleep(SETTLING);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long keeper = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("cpu-keeper"))
                .findFirst()
                .orElseThrow()
                .threadId();
        List<Double> parts = new ArrayList<>();
        for (int window = 0; window < Pace.USUAL.rounds(WINDOWS); window++) {
            long before = threads.getThreadCpuTime(keeper);
            Thread.sleep(WINDOW);
            parts.add((threads.getThreadCpuTime(keeper) - before) / (double) WINDOW.toNanos() * 100);
        }
        end(hogs);
        results.addSamples("trim with 100 slivers, 8 of them busy, % of a core", new Samples(parts), "%", "< 0.5");
    }

    private void apply() throws IOException, InterruptedException {
        List<SliverPlan> plans = new ArrayList<>();
        promises.forEach(
                (slice, promise) -> plans.add(BenchNode.sliver(slice, 1).with(SliverPromise.FAIR.with(promise))));
        node.apply(plans);
    }

    private List<Execution> hogs(Iterable<String> slivers, int threads) throws IOException {
        List<Execution> hogs = new ArrayList<>();
        for (String sliver : slivers) {
            for (int thread = 0; thread < threads; thread++) {
                hogs.add(node.exec(sliver, "while :; do :; done"));
            }
        }
        return hogs;
    }

    private static void end(List<Execution> hogs) {
        hogs.forEach(Execution::close);
    }

    private Windows windows() throws Exception {
        Thread.sleep(SETTLING);
        return take(Pace.USUAL.rounds(WINDOWS), WINDOW);
    }

    /** Percent of the node that each has got. */
    private Windows take(int count, Duration length) throws IOException, InterruptedException {
        return Windows.take(
                promises.keySet(), sliver -> node.used(sliver).toNanos() * 100.0 / 1e9 / CPUS, count, length);
    }
}
