package org.lamella.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamella.agent.host.Posix;

/** With a shell as the runtime's process, which ends with the number that it is told. */
class OciExecutionTest {
    private static final int HUNG_UP = 128 + Posix.SIGHUP;

    @TempDir
    private Path folder;

    private Process runtime;
    private SessionFiles files;

    @BeforeEach
    void start() throws IOException {
        runtime = new ProcessBuilder("sh", "-c", "read code; exit $code").start();
        files = SessionFiles.at(folder.resolve("demo_a.1"));
        Files.writeString(files.pid(), "4711");
    }

    @AfterEach
    void end() throws InterruptedException {
        runtime.destroyForcibly().waitFor();
        await().until(() -> !Files.exists(files.pid()));
    }

    @Test
    void takesTheExitCodeOfAProcessThatHasBeenHungUpFromASlowRuntime() throws Exception {
        CountDownLatch empty = new CountDownLatch(1);
        Execution execution = new OciExecution(
                runtime,
                files,
                (leader, signal) -> {
                    if (signal != Posix.SIGHUP) {
                        empty.countDown();
                    }
                    return signal == Posix.SIGHUP;
                },
                Optional.empty());

        execution.close();
        empty.await();

        await().during(Duration.ofMillis(200)).until(runtime::isAlive);
        runtime.outputWriter().append(HUNG_UP + "\n").flush();
        assertThat(execution.await()).isEqualTo(HUNG_UP);
    }

    @Test
    void endsARuntimeThatDoesNotSayHowTheProcessEnded() throws Exception {
        Execution execution =
                new OciExecution(runtime, files, (leader, signal) -> signal == Posix.SIGHUP, Optional.empty());

        execution.close();

        assertThat(execution.await()).isEqualTo(128 + Posix.SIGKILL);
    }
}
