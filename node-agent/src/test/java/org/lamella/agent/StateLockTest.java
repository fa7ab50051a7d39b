package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateLockTest {
    @TempDir
    Path state;

    @Test
    void namesTheProcessThatHasItAndLetsGoWhenThatIsKilled() throws Exception {
        Process holder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        state.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = holder.inputReader()) {
            assertThat(out.readLine()).isEqualTo("taken");
            assertThatThrownBy(() -> StateLock.take(state))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the state in " + state + " is in use by the agent with pid " + holder.pid());
        } finally {
            holder.destroyForcibly().waitFor();
        }
        StateLock.take(state).close();
    }

    /** Takes the lock and keeps it until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws IOException {
            try (StateLock lock = StateLock.take(Path.of(args[0]))) {
                System.out.println("taken");
                int end = System.in.read();
                assertThat(end).isEqualTo(-1);
            }
        }
    }
}
