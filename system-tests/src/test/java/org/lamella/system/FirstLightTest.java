package org.lamella.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The main path: from a name to a process in a real sliver, and what that process lives through. */
@ExtendWith(SharedTestbed.class)
@Timeout(240)
final class FirstLightTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** A control plane starts anew, and its agents come back after delays that have grown meanwhile, to a minute at most. */
    private static final Duration RECOVERY = Duration.ofMinutes(2);

    /** Makes a slice, has the test use it, and gives it back. */
    private static void withSlice(Testbed testbed, String name, Runnable use) {
        testbed.lamella("slice", "create", name, "--nodes", "1", "--wait").success();
        try {
            use.run();
        } finally {
            testbed.lamella("slice", "delete", name, "--wait").success();
        }
    }

    @Test
    void runsACommandInASliver(Testbed testbed) {
        withSlice(testbed, "demo_hello", () -> {
            assertThat(testbed.lamella("exec", "demo_hello", "--", "hostname").success())
                    .isEqualTo("demo-hello");
            assertThat(testbed.lamella("exec", "demo_hello", "--", "id", "-u").success())
                    .isEqualTo("0");
        });
    }

    @Test
    void passesInputOutputErrorAndExitCode(Testbed testbed) {
        withSlice(testbed, "demo_streams", () -> {
            var ended = testbed.lamella(
                    "input".getBytes(UTF_8),
                    "exec",
                    "--env",
                    "WORD=hello",
                    "--cwd",
                    "/tmp",
                    "demo_streams",
                    "--",
                    "sh",
                    "-c",
                    "cat; echo $WORD from $PWD >&2; exit 7");

            assertThat(ended).isEqualTo(new Ended(7, "input", "hello from /tmp\n"));
        });
    }

    @Test
    void passesAMegabyteUnchanged(Testbed testbed) {
        var bytes = new byte[1 << 20];
        new Random(1).nextBytes(bytes);
        withSlice(testbed, "demo_bytes", () -> {
            var sum = testbed.lamella(bytes, "exec", "demo_bytes", "--", "sha256sum")
                    .success();

            assertThat(sum).startsWith(Digests.sha256(bytes));
        });
    }

    @Test
    void endsTheCommandWhenTheClientEnds(Testbed testbed) {
        withSlice(testbed, "demo_client", () -> {
            try {
                var client = testbed.startLamella("exec", "demo_client", "--", "sleep", "4711");
                await().atMost(SOON)
                        .until(() ->
                                HostProcess.inSlivers(testbed, "sleep 4711").size() == 1);
                client.toHandle().destroy();

                await().atMost(SOON)
                        .until(() ->
                                HostProcess.inSlivers(testbed, "sleep 4711").isEmpty());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void keepsTheProcessWhenTheAgentDies(Testbed testbed) {
        keepsTheProcessWhenItDies(testbed, "node1", "demo_agent", "4712");
    }

    @Test
    void keepsTheProcessWhenTheControlPlaneDies(Testbed testbed) {
        keepsTheProcessWhenItDies(testbed, "control-plane", "demo_centre", "4713");
    }

    private static void keepsTheProcessWhenItDies(Testbed testbed, String child, String slice, String seconds) {
        withSlice(testbed, slice, () -> {
            testbed.lamella(
                            "exec",
                            slice,
                            "--",
                            "sh",
                            "-c",
                            "setsid sleep " + seconds + " </dev/null >/dev/null 2>&1 &")
                    .success();
            var before = HostProcess.inSliver(testbed, "sleep " + seconds);
            var killed = testbed.pid(child);
            testbed.kill(child);

            await().atMost(SOON).until(() -> testbed.pid(child) != killed);
            await().atMost(RECOVERY)
                    .untilAsserted(() -> assertThat(testbed.lamella("exec", slice, "--", "hostname")
                                    .success())
                            .isEqualTo(slice.replace('_', '-')));
            assertThat(HostProcess.inSliver(testbed, "sleep " + seconds)).isEqualTo(before);
        });
    }

    @Test
    void leavesNothingOfADeletedSlice(Testbed testbed) {
        var before = Traces.of(testbed.data());
        withSlice(
                testbed,
                "demo_gone",
                () -> assertThat(Traces.of(testbed.data()).since(before)).isNotEmpty());

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(Traces.of(testbed.data()).since(before)).isEmpty());
        assertThat(testbed.lamella("slice", "show", "demo_gone").exitCode()).isEqualTo(1);
    }

    @Test
    void namesEverythingThatIsWrongWithARequest(Testbed testbed) {
        var ended = testbed.lamella("slice", "create", "Not-A-Name!", "--nodes", "node99", "--image", "no-such-image");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("Not-A-Name!", "node99", "no-such-image");
    }

    @Test
    void refusesASecondSliceOfTheSameName(Testbed testbed) {
        withSlice(testbed, "demo_twice", () -> {
            var again = testbed.lamella("slice", "create", "demo_twice", "--nodes", "1");

            assertThat(again.exitCode()).isEqualTo(1);
            assertThat(again.err()).contains("demo_twice");
        });
    }
}
