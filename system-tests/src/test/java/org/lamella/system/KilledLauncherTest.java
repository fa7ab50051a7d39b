package org.lamella.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The launcher is killed, so that nobody clears up until the next start. */
@Timeout(300)
final class KilledLauncherTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void startsAgainOnWhatAKilledOneLeft() throws InterruptedException {
        var data = Testbed.newData("killed");
        var before = Traces.of(data);
        try (var testbed = Testbed.start(data)) {
            testbed.lamella("slice", "create", "demo_again", "--nodes", "1", "--wait")
                    .success();
            testbed.killLauncher();
        }
        try (var testbed = Testbed.start(data)) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(testbed.lamella("exec", "demo_again", "--", "hostname")
                                    .success())
                            .isEqualTo("demo-again"));
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Traces.of(data).since(before)).isEmpty());
    }
}
