package org.lamella.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lamella.agent.NodeAgent;
import org.lamella.agent.context.ContextConfig;
import org.lamella.agent.context.Folders;
import org.lamella.agent.network.NetworkConfig;
import org.lamella.agent.network.Subnet;
import org.lamella.agent.plan.Goal;
import org.lamella.agent.plan.ImageKind;
import org.lamella.agent.plan.ImagePlan;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.reconcile.SliverStatus;
import org.lamella.agent.runtime.RuntimeKind;
import org.lamella.agent.storage.Downloads;
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
    private static final ImagePlan BUSYBOX = new ImagePlan("busybox", ImageKind.BUSYBOX, "");

    private final Path home;
    private final NodeAgent agent;
    private final Semaphore changed = new Semaphore(0);
    private long generation;

    private ContextCreation(Path home) throws IOException {
        this.home = home;
        this.agent = new NodeAgent(
                new ContextConfig(
                        new Folders(home.resolve("state"), home.resolve("run"), home.resolve("images")),
                        "lamella-bench-" + ProcessHandle.current().pid(),
                        NetworkConfig.plain(Subnet.parse("10.213.250.0/24"), Optional.empty()),
                        RuntimeKind.RUNC,
                        Downloads.USUAL),
                Clock.systemUTC());
        agent.board().onChange(changed::release);
    }

    public static void main(String[] arguments) throws Exception {
        ContextCreation bench = new ContextCreation(Path.of(arguments[0]).toAbsolutePath());
        Results results = new Results(Path.of(arguments[1]));
        bench.agent.start();
        try {
            bench.measure(results);
        } finally {
            bench.agent.teardown();
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
            apply(List.of());
            double theirs = runBare(bundle);
            if (run >= WARM_UPS) {
                built.add(ours);
                bare.add(theirs);
            }
        }
        results.addSamples("agent, plan to running context", samples(built), "ms", "");
        results.addSamples("bare runc run -d of the same bundle", samples(bare), "ms", "");
        Samples ratios = new Samples(IntStream.range(0, RUNS).mapToDouble(run -> built.get(run) / bare.get(run)));
        results.addSamples("agent / bare runc, pair by pair", ratios, "", "<= 1.5");
    }

    /** @return milliseconds from the plan to RUNNING on the board */
    private double build(String slice, long incarnation) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        apply(List.of(SliverPlan.plain(slice, Goal.RUNNING, BUSYBOX.name(), incarnation, generation + 1)));
        double took = (System.nanoTime() - begin) / 1e6;
        SliverStatus status = agent.board().status().slivers().get(slice);
        return status.state() == SliverState.RUNNING ? took : awaitImage(slice);
    }

    /** The first sliver of all waits for its image; its time does not count. */
    private double awaitImage(String slice) throws InterruptedException {
        while (agent.board().status().slivers().get(slice).state() != SliverState.RUNNING) {
            changed.tryAcquire(1, TimeUnit.SECONDS);
        }
        return 0;
    }

    private void apply(List<SliverPlan> slivers) throws IOException, InterruptedException {
        generation++;
        agent.apply(new NodePlan(generation, slivers, List.of(BUSYBOX)));
        while (agent.board().status().generationApplied() != generation) {
            changed.tryAcquire(1, TimeUnit.SECONDS);
        }
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

    private static Samples samples(List<Double> values) {
        return new Samples(values.stream().flatMapToDouble(DoubleStream::of));
    }
}
