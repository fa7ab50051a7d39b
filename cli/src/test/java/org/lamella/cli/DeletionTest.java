package org.lamella.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeletionTest {
    @TempDir
    private Path folder;

    private FakeServer server;

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer();
        server.on("DELETE /api/v1/slices/demo_a", 202, "");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private CommandRun typing(String line, String... arguments) {
        return new CommandRun(folder).typing(line).run(server.port(), arguments);
    }

    @Test
    void deletesWhenTheNameIsTypedAgain() {
        var run = typing("demo_a", "slice", "delete", "demo_a");

        assertThat(run.err()).contains("All files of demo_a go");
        assertThat(run.exitCode()).isZero();
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void deletesNothingWhenAnotherNameIsTyped() {
        assertThat(typing("demo_b", "slice", "delete", "demo_a").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void doesNotAskWhoHasSaidYes() {
        assertThat(typing("", "slice", "delete", "demo_a", "--yes").exitCode()).isZero();
    }
}
