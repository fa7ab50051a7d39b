package org.lamella.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * Table 2 of the VServer paper: what the kernel takes for a process's usual calls, on the host and in a sliver, in turn. The
 * host's side runs in a chroot of the very files that the sliver's image was made of.
 */
final class KernelTable {
    private static final int ROUNDS = Pace.USUAL.rounds(7);
    private static final int SECONDS = Pace.USUAL.seconds(2);
    private static final String SLICE = "demo_table";

    private final BenchNode node;
    private final Path root;

    /** @param node whose image was made of that root */
    KernelTable(BenchNode node, Path root) {
        this.node = node;
        this.root = root;
    }

    /** What a process begins with, and what it is stopped for. */
    static List<Trial> processes(int seconds) {
        return List.of(
                Trial.stress("fork", "fork 1", seconds),
                Trial.loop("fork, exec", "/bin/busybox true", seconds),
                Trial.loop("fork, exec sh", "/bin/busybox sh -c :", seconds),
                Trial.stress("context switch", "switch 1", seconds));
    }

    private static List<Trial> memory(int seconds) {
        return List.of(
                Trial.stress("mmap", "mmap 1 --mmap-bytes 4M", seconds),
                Trial.stress("page fault", "fault 1", seconds),
                Trial.stress("memory, copied", "memcpy 1", seconds),
                Trial.stress("memory, at random", "vm 1 --vm-bytes 64M --vm-method rand-set --vm-keep", seconds));
    }

    void measure(Results results) throws Exception {
        node.apply(List.of(node.ownSliver(SLICE, 1)));
        Comparison comparison = new Comparison(List.of(Place.sliver(node, SLICE), Place.host(root)), ROUNDS);
        for (Trial trial : processes(SECONDS)) {
            comparison.costs(trial, trial.name().startsWith("fork") ? "<= 1.02" : "", results);
        }
        for (Trial trial : memory(SECONDS)) {
            comparison.costs(trial, "", results);
        }
        node.apply(List.of());
    }
}
