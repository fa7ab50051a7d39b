package org.lamella.agent.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lamella.agent.HostTrace;
import org.lamella.agent.OnKernel;
import org.lamella.agent.TestNode;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.context.KilledAgent.Deed;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.Mounts;
import org.lamella.agent.host.Posix;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.reconcile.Reconciler;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.reconcile.StatusBoard;
import org.lamella.agent.runtime.ExecRequest;
import org.lamella.agent.runtime.Execution;

/**
 * An agent is killed between any two steps, or anywhere; the next one leaves nothing behind and goes on. Cores that are a sliver's own
 * are so again, and everybody's when it is gone.
 */
@OnKernel
class KilledBetweenStepsTest {
    /** As {@link KernelHost} has them; a deed with fewer would be told by the killed agent, which outlives itself then. */
    private static final int STEPS = 12;

    private static final int OUTLIVING_A_STOP = 2;
    private static final String WANTED = KilledAgent.WANTED;
    private static final String OTHER = "demo_other";
    private static final int CPUS = KilledAgent.CPUS;
    private static final String ALL_CORES = list(0, CPUS - 1);
    private static final Commands COMMANDS = new Commands(Posix.open(), "killed-between-steps-test");

    private final Path home = TestNode.temporaryFolder("lamella-test-");
    private final ContextConfig config = KilledAgent.config(home, TestNode.IMAGES);
    private long generation;
    private HostTrace before;
    private String classesBefore;

    /** Builds the image, and leaves what the first sliver of a node leaves for all that follow. */
    @BeforeEach
    void liveOnce() throws Exception {
        COMMANDS.run(
                List.of("ip", "link", "add", KilledAgent.UPLINK, "up", "type", "veth", "peer", "name", "up8-world"));
        reconcile(KilledAgent.running(WANTED), KilledAgent.running(OTHER));
        reconcile();
        before = HostTrace.of(home);
        classesBefore = classes();
    }

    @AfterEach
    void takeAway() throws Exception {
        reconcile();
        try (KernelHost host = new KernelHost(config, Clock.systemUTC(), () -> {})) {
            host.tearDown();
        }
        COMMANDS.run(List.of("ip", "link", "delete", KilledAgent.UPLINK));
        TestNode.deleteTree(home);
    }

    /** A new life of the agent, that makes the node as it is wanted and ends. */
    private StatusBoard reconcile(SliverPlan... wanted) throws Exception {
        StatusBoard board = new StatusBoard();
        generation++;
        NodePlan plan = KilledAgent.plan(generation, List.of(wanted));
        try (KernelHost host = new KernelHost(config, Clock.systemUTC(), () -> {})) {
            host.setUp(plan);
            host.connect(plan);
            host.pinCores(plan);
            Reconciler reconciler =
                    new Reconciler(host.contexts(), () -> plan, host.images(), board, Clock.systemUTC(), 2);
            reconciler.reconcile();
            while (board.status().slivers().values().stream().anyMatch(seen -> seen.state() == SliverState.STARTING)) {
                Thread.onSpinWait();
                reconciler.reconcile();
            }
            host.shareTraffic(plan);
            for (SliverPlan sliver : wanted) {
                assertThat(board.status().slivers().get(sliver.slice()).reason())
                        .isEmpty();
                assertThat(output(host, sliver.slice(), "hostname"))
                        .isEqualTo(sliver.slice().replace('_', '-'));
            }
        }
        return board;
    }

    private static String output(KernelHost host, String slice, String command) throws Exception {
        ExecRequest request = new ExecRequest(List.of(command), Map.of(), "/");
        try (Execution execution = host.executor().exec(slice, request)) {
            String output = new String(execution.stdout().readAllBytes(), StandardCharsets.UTF_8);
            execution.await();
            return output.strip();
        }
    }

    private static String list(int first, int last) {
        return first == last ? String.valueOf(first) : first + "-" + last;
    }

    private static String classes() throws IOException {
        return COMMANDS.run(List.of("tc", "class", "show", "dev", KilledAgent.UPLINK))
                + COMMANDS.run(List.of("tc", "class", "show", "dev", "lamella-in"));
    }

    /** On which cores the kernel lets the processes of a sliver run, each list once. */
    private Set<String> allowed(String slice) throws IOException {
        Set<String> lists = new TreeSet<>();
        for (long pid : new Cgroups(Mounts.all(), config.cgroupParent()).pids(slice)) {
            try (Stream<String> status = Files.lines(Path.of("/proc/" + pid + "/status"))) {
                status.filter(line -> line.startsWith("Cpus_allowed_list:"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .forEach(lists::add);
            } catch (NoSuchFileException e) {
                // It has just ended.
            }
        }
        return lists;
    }

    private static Stream<Object[]> deaths() {
        return Stream.of(Deed.values())
                .flatMap(deed -> IntStream.rangeClosed(1, deed == Deed.STOP ? STEPS - OUTLIVING_A_STOP : STEPS)
                        .mapToObj(step -> new Object[] {deed, step}));
    }

    private Process agent(Deed deed, int step) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KilledAgent.class.getName(),
                        home.toString(),
                        TestNode.IMAGES.toString(),
                        deed.name(),
                        Integer.toString(step))
                .inheritIO()
                .start();
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void leavesNothingBehindAndRunsWhatIsWanted(Deed deed, int step) throws Exception {
        assertThat(agent(deed, step).waitFor()).isEqualTo(KilledAgent.EXIT_CODE);

        StatusBoard board = reconcile(KilledAgent.running(WANTED), KilledAgent.running(OTHER));

        assertThat(board.status().slivers()).containsOnlyKeys(WANTED, OTHER);
        assertThat(board.status().slivers().get(WANTED).state()).isEqualTo(SliverState.RUNNING);
        assertThat(board.status().slivers().get(WANTED).cores()).isEqualTo(CPUS > 1 ? "0" : "");
        assertThat(allowed(WANTED)).containsExactly("0");
        assertThat(allowed(OTHER)).containsExactly(list(Math.min(1, CPUS - 1), CPUS - 1));
        reconcile(KilledAgent.running(OTHER));
        assertThat(allowed(OTHER)).containsExactly(ALL_CORES);
        reconcile();
        assertThat(HostTrace.of(home)).isEqualTo(before);
        assertThat(classes()).isEqualTo(classesBefore);
    }

    @Test
    void leavesNothingBehindWhereverItIsKilled() throws Exception {
        Random random = new Random(20261120);
        for (int i = 0; i < 5; i++) {
            Process agent = agent(Deed.DESTROY, STEPS);
            agent.waitFor(600 + random.nextInt(600), TimeUnit.MILLISECONDS);
            agent.destroyForcibly().waitFor();

            reconcile(KilledAgent.running(WANTED));
            reconcile();

            assertThat(HostTrace.of(home)).isEqualTo(before);
            assertThat(classes()).isEqualTo(classesBefore);
        }
    }
}
