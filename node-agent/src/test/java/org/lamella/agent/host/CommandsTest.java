package org.lamella.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CommandsTest {
    private final Commands commands = new Commands(
            Posix.open(), "commands-test-" + ProcessHandle.current().pid());

    @Test
    void givesInputAndReturnsOutput() throws IOException {
        assertThat(commands.run(List.of("cat"), "hello")).isEqualTo("hello");
    }

    @Test
    void saysWhatACommandSaidWhenItFails() {
        assertThatThrownBy(() -> commands.run(List.of("sh", "-c", "echo no such luck >&2; exit 3")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("failed with 3")
                .hasMessageContaining("no such luck");
    }

    @Test
    void saysWhichProgramIsMissing() {
        assertThatThrownBy(() -> commands.run(List.of("lamella-no-such-program")))
                .hasMessageContaining("lamella-no-such-program")
                .hasMessageContaining("installed");
    }

    @Test
    void handsDownNothingOfItsOwnEnvironment() throws IOException {
        assertThat(commands.run(List.of("env"))).doesNotContain("HOME=");
    }

    @Test
    void endsWhatAnEarlierLifeOfTheSameAgentLeftRunningAndNothingElse() throws Exception {
        Process own = commands.builder(List.of("sleep", "60")).start();
        Process others = new Commands(Posix.open(), "commands-test-other")
                .builder(List.of("sleep", "60"))
                .start();
        try {
            commands.endLeftovers();

            assertThat(own.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(others.isAlive()).isTrue();
        } finally {
            others.destroyForcibly();
        }
    }
}
