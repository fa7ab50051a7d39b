package org.lamella.agent;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.context.ContextConfig;
import org.lamella.agent.context.Folders;
import org.lamella.agent.host.Mounts;
import org.lamella.agent.network.NetworkConfig;
import org.lamella.agent.network.Seclusion;
import org.lamella.agent.network.Subnet;
import org.lamella.agent.plan.Admission;
import org.lamella.agent.plan.Goal;
import org.lamella.agent.plan.ImageKind;
import org.lamella.agent.plan.ImagePlan;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.NodeTraffic;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.reconcile.SliverStatus;
import org.lamella.agent.runtime.ExecRequest;
import org.lamella.agent.runtime.Execution;
import org.lamella.agent.runtime.RuntimeKind;
import org.lamella.agent.storage.DiskFormat;
import org.lamella.agent.storage.Downloads;
import org.lamella.agent.usage.UsageKeeper;
import org.lamella.agent.watchdog.MemorySource;
import org.lamella.agent.watchdog.NodeMemory;

/** A node of its own for one test, with folders and a control group that nothing else uses. */
public final class TestNode implements AutoCloseable {
    public static final ImagePlan BUSYBOX = new ImagePlan("busybox", ImageKind.BUSYBOX, "");
    private static final Subnet SUBNET = Subnet.parse("10.213.7.0/24");
    // Built once for all tests of a JVM, as by agents that share a host.
    public static final Path IMAGES = temporaryFolder("lamella-test-images-");

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteTree(IMAGES)));
    }

    public final Path home = temporaryFolder("lamella-test-");
    public final ContextConfig config;
    /** What its agent takes for the node's memory. */
    MemorySource memory = NodeMemory::now;

    private Duration window = UsageKeeper.WINDOW;
    private NodeAgent agent;
    private long generation;

    /** A node whose agent is not started. */
    public TestNode() {
        this(RuntimeKind.RUNC, Optional.empty());
    }

    /** A node whose slivers' disks are of that format, and whose agent is not started. */
    TestNode(DiskFormat disks) {
        this(RuntimeKind.RUNC, NetworkConfig.plain(SUBNET, Optional.empty()), disks);
    }

    /** A node with an uplink, whose agent is not started. */
    TestNode(String uplink) {
        this(RuntimeKind.RUNC, Optional.of(uplink));
    }

    /** A node with an uplink, by which its slivers reach one port alone of the given address; its agent is not started. */
    TestNode(String uplink, String closed, int open) {
        this(
                RuntimeKind.RUNC,
                new NetworkConfig(
                        SUBNET,
                        Optional.of(uplink),
                        false,
                        Seclusion.USUAL.keepingFrom(closed).opening(List.of(new Seclusion.Opening(closed, open)))));
    }

    private TestNode(RuntimeKind runtime, Optional<String> uplink) {
        this(runtime, NetworkConfig.plain(SUBNET, uplink));
    }

    private TestNode(RuntimeKind runtime, NetworkConfig network) {
        this(runtime, network, DiskFormat.EXT4);
    }

    private TestNode(RuntimeKind runtime, NetworkConfig network, DiskFormat disks) {
        String name = home.getFileName().toString();
        this.config = new ContextConfig(
                new Folders(home.resolve("state"), home.resolve("run"), IMAGES),
                name + "/node",
                network,
                runtime,
                Downloads.USUAL,
                disks);
    }

    /** A node whose agent runs. */
    public static TestNode started() throws IOException {
        return started(RuntimeKind.RUNC);
    }

    /** A node whose agent runs, and tells what slivers got in windows of this length. */
    static TestNode startedWithWindowsOf(Duration window) throws IOException {
        TestNode node = new TestNode();
        node.window = window;
        node.start();
        return node;
    }

    /** The same with an uplink. */
    static TestNode startedWithWindowsOf(Duration window, String uplink) throws IOException {
        TestNode node = new TestNode(uplink);
        node.window = window;
        node.start();
        return node;
    }

    public static TestNode started(RuntimeKind runtime) throws IOException {
        TestNode node = new TestNode(runtime, Optional.empty());
        node.start();
        return node;
    }

    public static Path temporaryFolder(String prefix) {
        try {
            Path folder = Files.createTempDirectory(prefix);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
            return folder;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static SliverPlan running(String slice, long incarnation) {
        return SliverPlan.plain(slice, Goal.RUNNING, BUSYBOX.name(), incarnation, 1);
    }

    public static SliverPlan stopped(String slice, long incarnation) {
        return SliverPlan.plain(slice, Goal.STOPPED, BUSYBOX.name(), incarnation, 1);
    }

    public NodeAgent start() throws IOException {
        agent = new NodeAgent(config, Clock.systemUTC(), () -> memory.read(), window);
        agent.start();
        return agent;
    }

    /** Ends the agent as a restart does, and starts another on what it left. */
    public void restart() throws IOException, InterruptedException {
        agent.close();
        start();
    }

    /** Sends a plan of the next generation, and waits until every sliver of it was dealt with. */
    public void apply(SliverPlan... slivers) throws IOException {
        apply(List.of(slivers), List.of(BUSYBOX));
    }

    public void apply(List<SliverPlan> slivers, List<ImagePlan> images) throws IOException {
        apply(new NodePlan(generation + 1, slivers, images));
    }

    /** With this bound of its uplink. */
    public void apply(NodeTraffic traffic, List<SliverPlan> slivers) throws IOException {
        apply(new NodePlan(generation + 1, slivers, List.of(BUSYBOX), Admission.NOBODY, List.of(), traffic));
    }

    private void apply(NodePlan plan) throws IOException {
        generation = plan.generation();
        agent.apply(plan);
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> agent.board().status().generationApplied() == generation);
    }

    public SliverStatus awaitState(String slice, SliverState state) {
        return await().pollInterval(Duration.ofMillis(5))
                .until(
                        () -> agent.board().status().slivers().get(slice),
                        seen -> seen != null && seen.state() == state);
    }

    public Execution exec(String slice, String... command) throws IOException {
        return agent.executor().exec(slice, new ExecRequest(List.of(command), Map.of(), "/"));
    }

    /** What a command in a sliver writes, both streams, once it has ended. */
    public String output(String slice, String... command) throws IOException, InterruptedException {
        try (Execution execution = exec(slice, command)) {
            execution.stdin().close();
            String output = new String(execution.stdout().readAllBytes(), StandardCharsets.UTF_8)
                    + new String(execution.stderr().readAllBytes(), StandardCharsets.UTF_8);
            execution.await();
            return output.strip();
        }
    }

    /** The host's number of a running context's init. */
    public long initPid(String slice) throws IOException {
        return Long.parseLong(
                Files.readString(home.resolve("run/bundles").resolve(slice).resolve("init.pid"))
                        .strip());
    }

    /** The host's numbers of all processes in a context. */
    public Set<Long> processes(String slice) throws IOException {
        return new Cgroups(Mounts.all(), config.cgroupParent()).pids(slice);
    }

    public NodeAgent agent() {
        return agent;
    }

    @Override
    public void close() throws Exception {
        agent.teardown();
        deleteTree(home);
    }

    public static void deleteTree(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
