package org.lamella.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The launcher is told to end, and started again later. */
@Timeout(300)
final class StoppedLauncherTest {
    private static final Duration SECOND_START = Duration.ofSeconds(60);

    @Test
    void leavesNothingOnTheHostAndKeepsTheState() {
        var data = Testbed.newData("stopped");
        var before = Traces.of(data);
        try (var testbed = Testbed.start(data)) {
            testbed.lamella("slice", "create", "demo_kept", "--nodes", "1", "--wait")
                    .success();
            testbed.lamella(
                            "exec",
                            "demo_kept",
                            "--",
                            "sh",
                            "-c",
                            "echo kept >/root/file; setsid sleep 4714 </dev/null >/dev/null 2>&1 &")
                    .success();

            assertThat(Traces.of(data).since(before)).isNotEmpty();
            assertThat(testbed.stop()).as(testbed.output()).isZero();
            // The kernel takes a dead namespace's interfaces away a little later.
            await().atMost(SECOND_START)
                    .untilAsserted(
                            () -> assertThat(Traces.of(data).since(before)).isEmpty());
        }
        try (var testbed = Testbed.start(data)) {
            System.out.println(
                    "second start: ready after " + testbed.startTime().toMillis() + " ms");
            assertThat(testbed.startTime()).isLessThan(SECOND_START);
            await().atMost(SECOND_START)
                    .untilAsserted(() -> assertThat(testbed.lamella("exec", "demo_kept", "--", "cat", "/root/file")
                                    .success())
                            .isEqualTo("kept"));
        }
    }
}
