package org.lamella.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Table 2 of the VServer paper: what the kernel takes for a process's usual calls, on the host and in a sliver, in turn. The
 * host's side runs in a chroot of the very files that the sliver's image was made of.
 */
final class KernelTable {
    private static final int ROUNDS = 9;
    private static final int SECONDS = 2;
    private static final String SLICE = "demo_table";

    private static final List<Trial> TRIALS = List.of(
            Trial.stress("fork", "fork 1", SECONDS),
            Trial.loop("fork, exec", "/bin/busybox true", SECONDS),
            Trial.loop("fork, exec sh", "/bin/busybox sh -c :", SECONDS),
            Trial.stress("context switch", "switch 1", SECONDS),
            Trial.stress("mmap", "mmap 1 --mmap-bytes 4M", SECONDS),
            Trial.stress("page fault", "fault 1", SECONDS),
            Trial.stress("memory, copied", "memcpy 1", SECONDS),
            Trial.stress("memory, at random", "vm 1 --vm-bytes 64M --vm-method rand-set --vm-keep", SECONDS));

    private final BenchNode node;
    private final Path root;

    /** @param node whose image was made of that root */
    KernelTable(BenchNode node, Path root) {
        this.node = node;
        this.root = root;
    }

    void measure(Results results) throws Exception {
        node.apply(List.of(node.ownSliver(SLICE, 1)));
        for (Trial trial : TRIALS) {
            List<Double> inside = new ArrayList<>();
            List<Double> outside = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                inside.add(trial.rate(node.output(SLICE, trial.script())));
                outside.add(trial.rate(onHost(trial.script())));
            }
            // Of rates: what a call costs inside, in calls outside.
            Samples cost = new Samples(
                    IntStream.range(0, ROUNDS).mapToDouble(round -> outside.get(round) / inside.get(round)));
            results.add(
                    trial.name() + ", in a sliver / on the host",
                    cost.median(),
                    "",
                    trial.name().startsWith("fork") ? "<= 1.02" : "",
                    "cost; %d pairs, %.2f to %.2f".formatted(ROUNDS, cost.smallest(), cost.largest()));
        }
        node.apply(List.of());
    }

    private String onHost(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("chroot", root.toString(), "/bin/sh", "-c", script)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
