package org.lamella.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A key from the command line to the node and back: it opens the sliver while the account has it, and no longer. */
@ExtendWith(SharedTestbed.class)
final class SshTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    @Timeout(180)
    void opensTheSliverWhileTheAccountHasTheKey(Testbed testbed) throws Exception {
        var key = folder.resolve("key");
        Command.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
                .success();
        testbed.lamella("slice", "create", "demo_ssh", "--nodes", "1", "--wait").success();
        try {
            assertThat(ssh(testbed, key, "true").err()).contains("Permission denied (publickey)");
            testbed.lamella("key", "add", key + ".pub").success();
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(ssh(testbed, key, "hostname").success()).isEqualTo("demo-ssh"));
            assertThat(ssh(testbed, key, "exit 7").exitCode()).isEqualTo(7);
            var session = testbed.startLamella(
                    "ssh", "--node", "node1", "-i", key.toString(), "demo_ssh", "--", "echo ready; sleep 1000");
            assertThat(session.getInputStream().readNBytes(6)).asString(UTF_8).isEqualTo("ready\n");

            var id = testbed.lamella("key", "list", "-o", "json").success().replaceAll("(?s).*\"id\":(\\d+).*", "$1");
            testbed.lamella("key", "remove", id).success();

            await().atMost(SOON).until(() -> !session.isAlive());
            assertThat(session.exitValue()).isEqualTo(255);
            assertThat(ssh(testbed, key, "true").err()).contains("Permission denied (publickey)");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(testbed.lamella("audit", "list", "--action", "ssh-logout")
                                    .success())
                            .contains("demo_ssh"));
        } finally {
            testbed.lamella("slice", "delete", "demo_ssh", "--wait").success();
        }
    }

    private static Ended ssh(Testbed testbed, Path key, String command) {
        return testbed.lamella("ssh", "--node", "node1", "-i", key.toString(), "demo_ssh", "--", command);
    }
}
