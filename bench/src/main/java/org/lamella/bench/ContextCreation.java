package org.lamella.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The agent's own overhead: from a plan to a running context, against a bare {@code runc run -d} of the very same bundle
 * on a root file system of the same kind, in turn. Arguments: a folder to work in, the results file. To be started in a
 * network namespace of its own.
 */
final class ContextCreation {
    private static final int WARM_UPS = 5;
    private static final int RUNS = 40;
    private static final String BARE = "lamella-bare-" + ProcessHandle.current().pid();

    private final Path home;
    private final BenchNode node;

    private ContextCreation(Path home, BenchNode node) {
        this.home = home;
        this.node = node;
    }

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]).toAbsolutePath();
        Results results = new Results(Path.of(arguments[1]));
        try (BenchNode node = new BenchNode(home)) {
            new ContextCreation(home, node).measure(results);
        }
        results.write();
        System.exit(0);
    }

    private void measure(Results results) throws Exception {
        List<Double> built = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        for (int run = 0; run < WARM_UPS + RUNS; run++) {
            String slice = "demo_bench" + run;
            double ours = build(slice, run + 1);
            Path bundle = copyBundle(slice);
            node.apply(List.of());
            double theirs = runBare(bundle);
            if (run >= WARM_UPS) {
                built.add(ours);
                bare.add(theirs);
            }
        }
        results.addSamples("agent, plan to running context", new Samples(built), "ms", "");
        results.addSamples("bare runc run -d of the same bundle", new Samples(bare), "ms", "");
        Samples ratios = Samples.ratios(built, bare);
        results.addSamples("agent / bare runc, pair by pair", ratios, "", "<= 1.5");
    }

    /** @return milliseconds from the plan to RUNNING on the board; the first of all waits for its image, and is a warm-up */
    private double build(String slice, long incarnation) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        node.apply(List.of(BenchNode.sliver(slice, incarnation)));
        return (System.nanoTime() - begin) / 1e6;
    }

    /** The very same bundle, network hook and all, in another folder and another control group, on an overlay of its own. */
    private Path copyBundle(String slice) throws IOException, InterruptedException {
        Path theirs = home.resolve("run/bundles").resolve(slice);
        Path copy = Files.createDirectories(home.resolve("bare").resolve(slice));
        try (Stream<Path> files = Files.list(theirs)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        Path rootfs = Files.createDirectory(copy.resolve("rootfs"));
        Path upper = Files.createDirectory(copy.resolve("upper"));
        Path work = Files.createDirectory(copy.resolve("work"));
        Path file = copy.resolve("config.json");
        ObjectNode config = (ObjectNode)
                JsonMapper.shared().readTree(Files.readString(file).replace(theirs.toString(), copy.toString()));
        ((ObjectNode) config.path("root")).put("path", rootfs.toString());
        ((ObjectNode) config.path("linux")).put("cgroupsPath", "/" + BARE);
        Files.writeString(file, config.toString());
        run("chown", "100000:100000", upper.toString());
        run(
                "mount",
                "-t",
                "overlay",
                "overlay",
                "-o",
                "lowerdir=" + lower(slice) + ",upperdir=" + upper + ",workdir=" + work,
                rootfs.toString());
        return copy;
    }

    /** @return milliseconds; the root file system was mounted before, for that is the agent's work and not runc's */
    private double runBare(Path bundle) throws IOException, InterruptedException {
        String root = home.resolve("bare-runc").toString();
        try {
            long begin = System.nanoTime();
            run("runc", "--root", root, "run", "-d", "--bundle", bundle.toString(), BARE);
            double took = (System.nanoTime() - begin) / 1e6;
            run("runc", "--root", root, "delete", "--force", BARE);
            return took;
        } finally {
            run("umount", bundle.resolve("rootfs").toString());
        }
    }

    /** The image that the agent's own overlay stands on. */
    private String lower(String slice) throws IOException {
        String mount = Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .filter(line -> line.contains("/rootfs/" + slice + " overlay"))
                .findFirst()
                .orElseThrow();
        return mount.replaceAll(".*lowerdir=([^,]*),.*", "$1");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
        }
    }
}
