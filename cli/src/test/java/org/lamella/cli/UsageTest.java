package org.lamella.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UsageTest {
    private static final int UNUSED_PORT = 1;

    @TempDir
    private Path folder;

    private CommandRun lamella(String... arguments) {
        return new CommandRun(folder).run(UNUSED_PORT, arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "slice",
                "slice frobnicate",
                "slice create",
                "slice create a --wait=soon",
                "slice list -o yaml",
                "exec",
                "exec demo_hello",
                "exec --node",
                "exec --env novalue demo_hello -- true"
            })
    void refusesAWrongCommandLineBeforeAnythingIsSent(String line) {
        var run = lamella(line.isEmpty() ? new String[0] : line.split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).startsWith("lamella: ").contains("Usage: lamella");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void suggestsTheCommandThatWasMeant() {
        assertThat(lamella("slice", "crate", "x").err()).contains("Did you mean create?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "slice --help", "slice create -h", "node add --help", "exec --help"})
    void explainsItself(String line) {
        var run = lamella(line.split(" ", -1));

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void takesTheWordAfterWaitForTheName() {
        assertThat(lamella("slice", "create", "--wait", "demo_hello").exitCode())
                .isEqualTo(ExitCode.UNREACHABLE);
    }

    @Test
    void saysThatNothingAnswersAtTheServer() {
        var run = lamella("slice", "list");

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(run.err()).contains("cannot reach http://localhost:" + UNUSED_PORT);
    }
}
