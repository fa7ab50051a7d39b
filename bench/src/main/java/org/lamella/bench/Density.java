package org.lamella.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.lamella.agent.plan.SliverPlan;

/** Very many idle slivers on one node: what each weighs, how fast they come, and whether the last ones come as fast as the first. */
final class Density {
    private static final int SLIVERS = 1_000;
    private static final int PART = 50;
    private static final long LOOK_MILLIS = 5;
    private static final Duration SETTLE = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofSeconds(20);

    private final BenchNode node;

    Density(BenchNode node) {
        this.node = node;
    }

    void measure(Results results) throws Exception {
        List<SliverPlan> wanted = IntStream.range(0, SLIVERS)
                .mapToObj(number -> BenchNode.sliver("demo_idle" + number, number + 1))
                .toList();
        node.apply(wanted.subList(0, 1));
        node.apply(List.of());
        Thread.sleep(SETTLE);
        long freeBefore = kilobytes("/proc/meminfo", "MemAvailable");
        long agentBefore = kilobytes("/proc/self/status", "VmRSS");

        List<Long> came = new ArrayList<>();
        long begin = System.nanoTime();
        node.propose(wanted);
        while (came.size() < SLIVERS) {
            long running = node.running();
            while (came.size() < running) {
                came.add(System.nanoTime() - begin);
            }
            Thread.sleep(LOOK_MILLIS);
        }
        Thread.sleep(SETTLE);
        long freeAfter = kilobytes("/proc/meminfo", "MemAvailable");
        long agentAfter = kilobytes("/proc/self/status", "VmRSS");

        double all = came.getLast() / 1e9;
        double first = PART / (came.get(PART - 1) / 1e9);
        double last = PART / ((came.getLast() - came.get(SLIVERS - PART - 1)) / 1e9);
        String of = SLIVERS + " busybox slivers, one plan";
        results.add("idle slivers that run", SLIVERS, "", "", "all of one node");
        results.add("created", SLIVERS / all, "/s", "", of);
        results.add("created, the first " + PART, first, "/s", "", of);
        results.add("created, the last " + PART, last, "/s", "", of);
        results.add("last / first", last / first, "", "", "rates");
        results.add(
                "memory of an idle sliver",
                (freeBefore - freeAfter - (agentAfter - agentBefore)) / (double) SLIVERS / 1024,
                "MiB",
                "",
                "what the host has less, the kernel's part too, without the agent's");
        results.add("agent before", agentBefore / 1024.0, "MiB", "", "VmRSS, this benchmark in it");
        results.add("agent with all", agentAfter / 1024.0, "MiB", "", "likewise");

        long cpu = cpu();
        Thread.sleep(IDLE);
        results.add(
                "agent while all are idle",
                100.0 * (cpu() - cpu) / IDLE.toNanos(),
                "%",
                "",
                "of one core, over " + IDLE.toSeconds() + " s");

        begin = System.nanoTime();
        node.apply(List.of());
        results.add("destroyed", SLIVERS / ((System.nanoTime() - begin) / 1e9), "/s", "", of);
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static long kilobytes(String file, String name) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }
}
