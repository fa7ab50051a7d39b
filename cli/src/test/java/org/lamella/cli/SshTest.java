package org.lamella.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SshTest {
    @TempDir
    private Path folder;

    @Test
    void startsNoClientForANodeWhoseKeyIsNotKnown() throws IOException {
        try (var server = new FakeServer()) {
            server.on("GET /api/v1/nodes/node1/ssh", 200, "{\"host\": \"node1.example.org\", \"port\": 2222}");

            var run = new CommandRun(folder).run(server.port(), "ssh", "--node", "node1", "demo_a");

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("by what key the node is known");
        }
    }
}
