package org.lamella.agent.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
import org.lamella.agent.context.KilledAgent.Deed;
import org.lamella.agent.plan.ImageKind;
import org.lamella.agent.plan.ImagePlan;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.reconcile.Reconciler;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.reconcile.StatusBoard;
import org.lamella.agent.runtime.ExecRequest;
import org.lamella.agent.runtime.Execution;

/** An agent is killed between any two steps, or anywhere; the next one leaves nothing behind and goes on. */
@OnKernel
class KilledBetweenStepsTest {
    /** As {@link KernelHost} has them; a deed with fewer would be told by the killed agent, which outlives itself then. */
    private static final int STEPS = 12;

    private static final int OUTLIVING_A_STOP = 2;
    private static final ImagePlan BUSYBOX = new ImagePlan("busybox", ImageKind.BUSYBOX, "");
    private static final String WANTED = KilledAgent.SLICES.getFirst();

    private final Path home = TestNode.temporaryFolder("lamella-test-");
    private final ContextConfig config = KilledAgent.config(home, TestNode.IMAGES);
    private long generation;
    private HostTrace before;

    /** Builds the image, and leaves what the first sliver of a node leaves for all that follow. */
    @BeforeEach
    void liveOnce() throws Exception {
        reconcile(KilledAgent.running(WANTED));
        reconcile();
        before = HostTrace.of(home);
    }

    @AfterEach
    void takeAway() throws Exception {
        reconcile();
        try (KernelHost host = new KernelHost(config, Clock.systemUTC(), () -> {})) {
            host.tearDown();
        }
        TestNode.deleteTree(home);
    }

    /** A new life of the agent, that makes the node as it is wanted and ends. */
    private StatusBoard reconcile(SliverPlan... wanted) throws Exception {
        StatusBoard board = new StatusBoard();
        generation++;
        NodePlan plan = new NodePlan(generation, List.of(wanted), List.of(BUSYBOX));
        try (KernelHost host = new KernelHost(config, Clock.systemUTC(), () -> {})) {
            host.setUp(NodePlan.NONE);
            Reconciler reconciler =
                    new Reconciler(host.contexts(), () -> plan, host.images(), board, Clock.systemUTC(), 2);
            reconciler.reconcile();
            while (board.status().slivers().values().stream().anyMatch(seen -> seen.state() == SliverState.STARTING)) {
                Thread.onSpinWait();
                reconciler.reconcile();
            }
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

        StatusBoard board = reconcile(KilledAgent.running(WANTED));

        assertThat(board.status().slivers()).containsOnlyKeys(WANTED);
        assertThat(board.status().slivers().get(WANTED).state()).isEqualTo(SliverState.RUNNING);
        reconcile();
        assertThat(HostTrace.of(home)).isEqualTo(before);
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
        }
    }
}
