package org.lamella.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.lamella.agent.NodeAgent;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.context.ContextConfig;
import org.lamella.agent.context.Folders;
import org.lamella.agent.host.Mounts;
import org.lamella.agent.network.NetworkConfig;
import org.lamella.agent.network.Subnet;
import org.lamella.agent.plan.Admission;
import org.lamella.agent.plan.Goal;
import org.lamella.agent.plan.ImageKind;
import org.lamella.agent.plan.ImagePlan;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.NodeTraffic;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.runtime.ExecRequest;
import org.lamella.agent.runtime.Execution;
import org.lamella.agent.runtime.RuntimeKind;
import org.lamella.agent.storage.Downloads;

/** An agent in this process, with folders and a control group of its own, for the time of one benchmark. */
final class BenchNode implements AutoCloseable {
    private static final ImagePlan BUSYBOX = new ImagePlan("busybox", ImageKind.BUSYBOX, "");

    private final String cgroupParent =
            "lamella-bench-" + ProcessHandle.current().pid();
    private static final String OWN = "own";

    private final List<ImagePlan> images = new ArrayList<>(List.of(BUSYBOX));
    private final NodeAgent agent;
    private final Semaphore changed = new Semaphore(0);
    private final AtomicBoolean closed = new AtomicBoolean();
    private long generation;

    BenchNode(Path home) throws IOException {
        this(home, Optional.empty());
    }

    /** @param uplink by which its slivers reach the world */
    BenchNode(Path home, Optional<String> uplink) throws IOException {
        this(home, home.resolve("images"), uplink);
    }

    /**
     * A node with an image beside busybox, made from a tar.
     *
     * @param store of images, which nodes may share that follow one another
     */
    BenchNode(Path home, Path store, Optional<String> uplink, Path tar) throws IOException {
        this(home, store, uplink);
        images.add(new ImagePlan(OWN, ImageKind.TAR, tar.toString()));
    }

    private BenchNode(Path home, Path store, Optional<String> uplink) throws IOException {
        this.agent = new NodeAgent(
                new ContextConfig(
                        new Folders(home.resolve("state"), home.resolve("run"), store),
                        cgroupParent,
                        NetworkConfig.plain(Subnet.parse("10.213.248.0/22"), uplink),
                        RuntimeKind.RUNC,
                        Downloads.USUAL),
                Clock.systemUTC());
        agent.board().onChange(changed::release);
        Runtime.getRuntime().addShutdownHook(new Thread(this::endWithTheProgram, "bench-node-end"));
        agent.start();
    }

    /** A sliver of the image made from a tar. */
    SliverPlan ownSliver(String slice, long incarnation) {
        return SliverPlan.plain(slice, Goal.RUNNING, OWN, incarnation, 1);
    }

    static SliverPlan sliver(String slice, long incarnation) {
        return SliverPlan.plain(slice, Goal.RUNNING, BUSYBOX.name(), incarnation, 1);
    }

    Cgroups cgroups() throws IOException {
        return new Cgroups(Mounts.all(), cgroupParent);
    }

    /** Returns when all of them run. */
    void apply(List<SliverPlan> slivers) throws IOException, InterruptedException {
        apply(slivers, NodeTraffic.UNBOUNDED);
    }

    /** The same, of an uplink that is bounded. */
    void apply(List<SliverPlan> slivers, NodeTraffic traffic) throws IOException, InterruptedException {
        propose(slivers, traffic);
        while (agent.board().status().generationApplied() != generation
                || slivers.stream().anyMatch(sliver -> !runs(sliver.slice()))) {
            changed.tryAcquire(1, TimeUnit.SECONDS);
        }
    }

    /** Returns as soon as the plan is on disk. */
    void propose(List<SliverPlan> slivers) throws IOException {
        propose(slivers, NodeTraffic.UNBOUNDED);
    }

    private void propose(List<SliverPlan> slivers, NodeTraffic traffic) throws IOException {
        generation++;
        agent.apply(new NodePlan(generation, slivers, images, Admission.NOBODY, List.of(), traffic));
    }

    /** How many slivers run. */
    long running() {
        return agent.board().status().slivers().values().stream()
                .filter(sliver -> sliver.state() == SliverState.RUNNING)
                .count();
    }

    private boolean runs(String slice) {
        var seen = agent.board().status().slivers().get(slice);
        return seen != null && seen.state() == SliverState.RUNNING;
    }

    Execution exec(String slice, String script) throws IOException {
        return agent.executor().exec(slice, new ExecRequest(List.of("sh", "-c", script), Map.of(), "/"));
    }

    /** What a script writes, both streams, when it has ended. */
    String output(String slice, String script) throws IOException, InterruptedException {
        try (Execution execution = exec(slice, "exec 2>&1; " + script)) {
            execution.stdin().close();
            String output = new String(execution.stdout().readAllBytes(), StandardCharsets.UTF_8);
            execution.await();
            return output;
        }
    }

    /** CPU time of all processes of a sliver since its context began. */
    Duration used(String slice) throws IOException {
        Cgroups cgroups = cgroups();
        return switch (cgroups.version()) {
            case V1, HYBRID -> Duration.ofNanos(Long.parseLong(cgroups.read(slice, "cpuacct", "cpuacct.usage")));
            case V2 ->
                Duration.ofNanos(1_000
                        * Long.parseLong(cgroups.read(slice, "cpu", "cpu.stat").split("\\s+", -1)[1]));
        };
    }

    /** How long any thread of a sliver waited for a CPU since its context began; the kernel counts it where it has a unified hierarchy. */
    Duration waited(String slice) throws IOException {
        String some = Files.readString(cgroups().unifiedFile(slice, "cpu.pressure"));
        return Duration.ofNanos(
                1_000 * Long.parseLong(some.lines().findFirst().orElseThrow().replaceFirst(".*total=", "")));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (!closed.getAndSet(true)) {
            agent.teardown();
        }
    }

    /** Whoever interrupts a benchmark finds none of its slivers afterwards. */
    private void endWithTheProgram() {
        try {
            close();
        } catch (IOException | InterruptedException e) {
            System.err.println("left behind by " + cgroupParent + ": " + e);
        }
    }
}
