package org.lamella.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExecNodeChoiceTest {
    @TempDir
    private Path folder;

    private FakeServer server;

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private CommandRun exec(String... states) {
        var items = new StringBuilder();
        for (int i = 0; i < states.length; i++) {
            items.append(i == 0 ? "" : ",")
                    .append("{\"node\":\"node" + (i + 1) + "\",\"state\":\"" + states[i]
                            + "\",\"reason\":\"so it is\"}");
        }
        server.on("GET /api/v1/slices/demo_hello/slivers?limit=500", 200, "{\"items\":[" + items + "],\"next\":null}");
        return new CommandRun(folder).run(server.port(), "exec", "demo_hello", "--", "true");
    }

    @Test
    void takesTheOnlyRunningSliver() {
        exec("FAILED", "RUNNING", "STARTING");

        assertThat(server.requests())
                .last()
                .satisfies(request ->
                        assertThat(request.line()).isEqualTo("GET /api/v1/slices/demo_hello/slivers/node2/exec"));
    }

    @Test
    void namesTheRunningSliversWhenItCannotChoose() {
        var run = exec("RUNNING", "FAILED", "RUNNING");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("2 running slivers, say which by --node: node1, node3");
    }

    @Test
    void saysWhyNoSliverRuns() {
        var run = exec("FAILED", "STARTING");

        assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.err()).contains("no sliver of demo_hello is running").contains("node1 FAILED: so it is");
    }
}
