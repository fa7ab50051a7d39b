package org.lamella.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.lamella.agent.TestNode.running;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.runtime.ExecRequest;
import org.lamella.agent.runtime.Execution;

/** Commands in one running sliver. */
@OnKernel
class SessionTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static TestNode node;

    @BeforeAll
    static void startSliver() throws Exception {
        node = TestNode.started();
        node.apply(running("demo_a", 1));
        node.awaitState("demo_a", SliverState.RUNNING);
    }

    @AfterAll
    static void tearDown() throws Exception {
        node.close();
    }

    @AfterEach
    void leavesNoProcessButInit() {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(node.processes("demo_a")).containsExactly(node.initPid("demo_a")));
        await().untilAsserted(
                        () -> assertThat(node.home.resolve("run/sessions")).isEmptyDirectory());
    }

    private static int code(String... command) throws Exception {
        try (Execution execution = node.exec("demo_a", command)) {
            return execution.await();
        }
    }

    /** Ends when it says so, not when it is asked to. */
    private static Execution stubborn() throws IOException {
        Execution execution = node.exec("demo_a", "sh", "-c", "trap '' HUP; echo ready; while :; do sleep 0.1; done");
        assertThat(new String(execution.stdout().readNBytes(6), UTF_8)).isEqualTo("ready\n");
        return execution;
    }

    @Test
    void returnsTheExitCodeOfTheCommand() throws Exception {
        assertThat(code("true")).isZero();
        assertThat(code("sh", "-c", "exit 7")).isEqualTo(7);
        assertThat(code("sh", "-c", "exit 255")).isEqualTo(255);
        assertThat(code("sh", "-c", "kill -TERM $$")).isEqualTo(128 + 15);
        assertThat(code("sh", "-c", "kill -KILL $$")).isEqualTo(128 + 9);
    }

    @Test
    void tellsACommandThatIsNotThereFromOneThatCannotRun() throws Exception {
        assertThat(code("no-such-command")).isEqualTo(127);
        assertThat(code("/no/such/command")).isEqualTo(127);
        assertThat(code("/etc/passwd")).isEqualTo(126);
        assertThat(node.output("demo_a", "no-such-command")).contains("no-such-command");
    }

    @Test
    void keepsItsStreamsApart() throws Exception {
        try (Execution execution = node.exec("demo_a", "sh", "-c", "cat; echo wrong >&2")) {
            execution.stdin().write("right\n".getBytes(UTF_8));
            execution.stdin().close();

            assertThat(execution.stdout().readAllBytes()).asString(UTF_8).isEqualTo("right\n");
            assertThat(execution.stderr().readAllBytes()).asString(UTF_8).isEqualTo("wrong\n");
            assertThat(execution.await()).isZero();
        }
    }

    @Test
    void takesEnvironmentAndWorkingDirectory() throws Exception {
        ExecRequest request =
                new ExecRequest(List.of("sh", "-c", "echo $GREETING; pwd"), Map.of("GREETING", "a b=c"), "/tmp");
        try (Execution execution = node.agent().executor().exec("demo_a", request)) {
            assertThat(execution.stdout().readAllBytes()).asString(UTF_8).isEqualTo("a b=c\n/tmp\n");
        }
    }

    @Test
    void endsAProcessThatIsAskedTo() throws Exception {
        Execution execution = node.exec("demo_a", "sh", "-c", "echo ready; sleep 1000");
        execution.stdout().readNBytes(6);

        execution.close();

        assertThat(execution.await()).isEqualTo(128 + 1);
    }

    @Test
    void killsAProcessThatIgnoresBeingAsked() throws Exception {
        Execution execution = stubborn();
        long before = System.nanoTime();

        execution.close();

        assertThat(execution.await()).isEqualTo(128 + 9);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void endsTheWholeSession() throws Exception {
        Execution execution =
                node.exec("demo_a", "sh", "-c", "sleep 1000 & sh -c 'trap \"\" HUP; sleep 1001' & echo ready; wait");
        execution.stdout().readNBytes(6);
        await().until(() -> node.processes("demo_a").size() >= 4);

        execution.close();

        await().atMost(SOON).until(() -> node.processes("demo_a").size() == 1);
    }

    @Test
    void endsAProcessThatWasStillStarting() throws Exception {
        for (int i = 0; i < 5; i++) {
            Execution execution = node.exec("demo_a", "sleep", "1000");

            execution.close();

            assertThat(execution.await()).isGreaterThan(128);
        }
    }

    @Test
    void leavesWhatAnEndedCommandLeftRunning() throws Exception {
        try (Execution execution = node.exec("demo_a", "sh", "-c", "sleep 1002 >/dev/null 2>&1 & echo $!")) {
            execution.stdout().readAllBytes();
            execution.await();
        }
        await().during(Duration.ofMillis(300))
                .atMost(SOON)
                .until(() -> node.processes("demo_a").size() == 2);

        node.output("demo_a", "killall", "sleep");
    }

    @Test
    void refusesASliverThatDoesNotRunHere() {
        assertThatThrownBy(() -> node.exec("demo_none", "true"))
                .isInstanceOf(IOException.class)
                .hasMessage("demo_none has no running context on this node");
        assertThatThrownBy(() -> node.exec("../../etc", "true")).isInstanceOf(IOException.class);
    }

    @Test
    void isEndedByTheNextLifeOfTheAgent() throws Exception {
        stubborn();
        Files.createFile(node.home.resolve("run/sessions/demo_a.0.log"));

        node.restart();

        await().atMost(SOON).until(() -> node.processes("demo_a").size() == 1);
    }
}
