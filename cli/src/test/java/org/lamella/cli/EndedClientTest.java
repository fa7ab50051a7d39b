package org.lamella.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client, as a process of its own, is told to end while its command still runs. */
@Timeout(60)
final class EndedClientTest {
    private static final int ENDED_BY_TERM = 143;

    @TempDir
    private Path folder;

    @Test
    void closesTheSessionSoThatTheCommandEnds() throws IOException, InterruptedException {
        var opened = new CompletableFuture<Void>();
        try (var server = FakeExecServer.playing(session -> {
            session.read();
            session.text("{\"opened\":true}");
            opened.complete(null);
            assertThat(session.read().closed()).isTrue();
        })) {
            var client = start(server.port());
            try {
                opened.orTimeout(30, TimeUnit.SECONDS).join();
                // Not Process.destroy, which closes standard input first.
                client.toHandle().destroy();

                server.awaitPlayed();
                assertThat(client.waitFor()).isEqualTo(ENDED_BY_TERM);
            } finally {
                client.destroyForcibly();
            }
        }
    }

    /** Standard input stays open, as on a terminal. */
    private Process start(int port) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = List.of(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                "org.lamella.cli.Main",
                "exec",
                "--node",
                "node1",
                "demo_hello",
                "--",
                "sleep",
                "1000");
        var builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .put("LAMELLA_CONFIG", CommandRun.configuration(folder, port).toString());
        return builder.start();
    }
}
