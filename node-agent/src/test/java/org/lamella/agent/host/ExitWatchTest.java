package org.lamella.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExitWatchTest {
    private ExitWatch watch;

    @BeforeEach
    void open() throws Exception {
        watch = new ExitWatch(Posix.open());
    }

    @AfterEach
    void close() throws Exception {
        watch.close();
    }

    @Test
    void tellsOfEveryProcessThatEnds() throws Exception {
        AtomicInteger ended = new AtomicInteger();
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Process process = new ProcessBuilder("sleep", "60").start();
            processes.add(process);
            watch.onExit(process.pid(), ended::incrementAndGet);
        }
        assertThat(ended).hasValue(0);

        processes.forEach(Process::destroyForcibly);

        await().until(() -> ended.get() == 20);
    }

    @Test
    void tellsAtOnceOfAProcessThatIsGone() throws Exception {
        AtomicInteger ended = new AtomicInteger();

        watch.onExit(Integer.MAX_VALUE, ended::incrementAndGet);

        assertThat(ended).hasValue(1);
    }

    /** Its number is still a session's, so the kernel knows it, but no process. */
    @Test
    void tellsAtOnceOfOneThatIsGoneAndWhoseSessionIsNot() throws Exception {
        Process leader = new ProcessBuilder("setsid", "--wait", "sh", "-c", "sleep 60 >/dev/null & echo $$ $!").start();
        String[] numbers = leader.inputReader().readLine().split(" ", -1);
        assertThat(leader.waitFor(30, TimeUnit.SECONDS)).isTrue();
        AtomicInteger ended = new AtomicInteger();
        try {
            watch.onExit(Long.parseLong(numbers[0]), ended::incrementAndGet);

            assertThat(ended).hasValue(1);
        } finally {
            assertThat(watch.end(List.of(Long.valueOf(numbers[1])), Posix.SIGKILL, Duration.ofSeconds(30)))
                    .isTrue();
        }
    }

    @Test
    void saysWhetherProcessesEndedInTime() throws Exception {
        Process stubborn =
                new ProcessBuilder("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done").start();
        stubborn.inputReader().readLine();

        assertThat(watch.end(List.of(stubborn.pid()), Posix.SIGTERM, Duration.ofMillis(100)))
                .isFalse();
        assertThat(watch.end(List.of(stubborn.pid()), Posix.SIGKILL, Duration.ofSeconds(30)))
                .isTrue();
    }
}
