package org.lamella.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lamella.agent.host.Precedence;

/**
 * The tables of the VServer paper and what belongs to them. Arguments: a folder that {@code bench/paper} has prepared, the results file, a folder for the
 * report, and which parts; all when none is named. To be started in a network namespace of its own.
 */
final class PaperTables {
    private interface Part {
        void measure() throws Exception;
    }

    /** With {@code root}, a tar of it, a folder on a device of its own for each {@link DiskShares.Disk}, and {@code peers}. */
    private final Path work;

    private final Results results;
    private final Map<String, Part> parts = new LinkedHashMap<>();

    private PaperTables(Path work, Results results) {
        this.work = work;
        this.results = results;
        parts.put("cpu", () -> onNode("cpu", node -> new CpuTables(node, results).measure()));
        parts.put("network", () -> NetworkTables.measure(home("network"), results));
        parts.put("kernel", () -> onNode("kernel", node -> new KernelTable(node, root()).measure(results)));
        parts.put("isolation", () -> onNode("isolation", node -> new Isolation(node).measure(results)));
        parts.put(
                "receive",
                () -> onUplink("receive", (node, world) -> new TrafficIsolation(node, world).measure(results)));
        parts.put("disk", this::disk);
        parts.put("postgres", () -> onNode("postgres", node -> new PostgresFigure(node, root()).measure(results)));
        parts.put("modes", () -> onUplink("modes", (node, world) -> new Modes(node, world, root()).measure(results)));
        parts.put(
                "peers",
                () -> onNode(
                        "peers",
                        node -> new SideBySide(node, root(), new Peers(work.resolve("peers"))).measure(results)));
    }

    public static void main(String[] arguments) throws Exception {
        Precedence.take();
        Path file = Path.of(arguments[1]);
        PaperTables tables = new PaperTables(Path.of(arguments[0]).toAbsolutePath(), new Results(file));
        boolean measured = tables.measure(List.of(arguments).subList(3, arguments.length));
        new PaperReport(new Results(file).all()).write(Path.of(arguments[2]));
        System.exit(measured ? 0 : 1);
    }

    /** What was measured before a part fails is kept, and the next ones are measured. */
    private boolean measure(List<String> named) throws IOException, InterruptedException {
        List<String> unknown =
                named.stream().filter(name -> !parts.containsKey(name)).toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no such parts: " + unknown + "; there are " + parts.keySet());
        }
        boolean measured = true;
        for (Map.Entry<String, Part> part : parts.entrySet()) {
            if (named.isEmpty() || named.contains(part.getKey())) {
                results.begin(part.getKey());
                try {
                    part.getValue().measure();
                } catch (InterruptedException e) {
                    throw e;
                } catch (Exception e) {
                    measured = false;
                    System.out.println(part.getKey() + " could not be measured to its end: " + e);
                    e.printStackTrace();
                }
                results.write();
            }
        }
        return measured;
    }

    private interface OnNode {
        void measure(BenchNode node) throws Exception;
    }

    private interface OnUplink {
        void measure(BenchNode node, BenchWorld world) throws Exception;
    }

    private void onNode(String name, OnNode part) throws Exception {
        try (BenchNode node = new BenchNode(home(name), images(), Optional.empty(), tar())) {
            part.measure(node);
        }
    }

    private void onUplink(String name, OnUplink part) throws Exception {
        try (BenchWorld world = new BenchWorld();
                BenchNode node = new BenchNode(home(name), images(), Optional.of(BenchWorld.UPLINK), tar())) {
            part.measure(node, world);
        }
    }

    private void disk() throws Exception {
        for (DiskShares.Disk disk : DiskShares.Disk.values()) {
            Path home = work.resolve(disk.folder()).resolve("node");
            try (BenchNode node = new BenchNode(home, home.resolve("images"), Optional.empty(), tar())) {
                new DiskShares(disk, home, node).measure(results);
            }
        }
    }

    private Path home(String node) {
        return work.resolve("nodes").resolve(node);
    }

    private Path images() {
        return work.resolve("images");
    }

    private Path root() {
        return work.resolve("root");
    }

    private Path tar() {
        return work.resolve("root.tar");
    }
}
