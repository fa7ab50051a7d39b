package org.lamella.agent.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowLogTest {
    private static final Map<String, String> SLICES = Map.of("10.0.0.2", "demo_a", "10.0.0.3", "demo_b");

    @TempDir
    Path folder;

    private static Optional<String> sliceOf(String address) {
        return Optional.ofNullable(SLICES.get(address));
    }

    private static String out(long second, String kind, String own, int port) {
        return ("[%d.000000]\t %s tcp      6 120 SYN_SENT src=%s dst=192.0.2.2 sport=%d dport=80 [UNREPLIED]"
                        + " src=192.0.2.2 dst=192.0.2.1 sport=80 dport=%d")
                .formatted(second, kind, own, port, port + 1);
    }

    private void write(FlowLog log, String... lines) throws IOException {
        for (String line : lines) {
            log.append(FlowLog.line(Flow.read(line, FlowLogTest::sliceOf, 0).orElseThrow()));
        }
    }

    private static List<String> who(FlowLog log, String address, int port, long second) throws IOException {
        return log
                .who(new FlowLog.Question(address, port, Instant.ofEpochSecond(second), Duration.ofSeconds(2)))
                .stream()
                .map(FlowLog.Sender::slice)
                .toList();
    }

    @Test
    void knowsWhoHadAConnectionThenByTheEndThatWasSeenOrTheOwn() throws IOException {
        FlowLog log = new FlowLog(folder);
        write(log, out(100, "[NEW]", "10.0.0.2", 5000), out(110, "[DESTROY]", "10.0.0.2", 5000));
        write(log, out(120, "[NEW]", "10.0.0.3", 5000));

        assertThat(who(log, "192.0.2.1", 5001, 105)).containsExactly("demo_a");
        assertThat(who(log, "192.0.2.1", 5001, 115)).isEmpty();
        assertThat(who(log, "192.0.2.1", 5001, 9_999)).containsExactly("demo_b");
        assertThat(who(log, "10.0.0.2", 5000, 105)).containsExactly("demo_a");
        assertThat(who(log, "192.0.2.1", 0, 121)).containsExactly("demo_b");
        assertThat(who(log, "192.0.2.1", 5002, 105)).isEmpty();
    }

    @Test
    void knowsWhoAnsweredOverAPublishedPort() throws IOException {
        FlowLog log = new FlowLog(folder);
        write(
                log,
                "[100.5] [NEW] udp 17 30 src=198.51.100.9 dst=192.0.2.1 sport=900 dport=20000 [UNREPLIED]"
                        + " src=10.0.0.3 dst=198.51.100.9 sport=53 dport=900");

        assertThat(who(log, "192.0.2.1", 20_000, 101)).containsExactly("demo_b");
    }

    @Test
    void takesNoNoteOfOthers() {
        assertThat(Flow.read(out(100, "[NEW]", "10.9.9.9", 5000), FlowLogTest::sliceOf, 0))
                .isEmpty();
        assertThat(Flow.read(
                        "conntrack v1.4.7 (conntrack-tools): 3 flow entries have been shown.", FlowLogTest::sliceOf, 0))
                .isEmpty();
        assertThat(Flow.read("", FlowLogTest::sliceOf, 0)).isEmpty();
    }

    @Test
    void takesConnectionsForEndedThatAreNotSaidAgainAfterABreak() throws IOException {
        FlowLog log = new FlowLog(folder);
        write(log, out(100, "[NEW]", "10.0.0.2", 5000), out(100, "[NEW]", "10.0.0.2", 6000));
        log.anew(200_000);
        write(log, out(200, "[NEW]", "10.0.0.2", 6000));

        assertThat(who(log, "192.0.2.1", 5001, 150)).containsExactly("demo_a");
        assertThat(who(log, "192.0.2.1", 5001, 300)).isEmpty();
        assertThat(who(log, "192.0.2.1", 6001, 300)).containsExactly("demo_a");
    }

    @Test
    void passesOverHalfALineThatAKillLeft() throws IOException {
        FlowLog log = new FlowLog(folder);
        write(log, out(100, "[NEW]", "10.0.0.2", 5000));
        Files.writeString(folder.resolve("000000000001.log"), "105000 + tcp demo_b 10.0", StandardOpenOption.APPEND);
        write(new FlowLog(folder), out(120, "[NEW]", "10.0.0.3", 7000));

        assertThat(who(log, "192.0.2.1", 5001, 105)).containsExactly("demo_a");
        assertThat(who(log, "192.0.2.1", 7001, 125)).containsExactly("demo_b");
    }

    @Test
    void keepsNoMoreThanItMay() throws IOException {
        FlowLog log = new FlowLog(folder, 1_000, 3);
        for (int i = 0; i < 200; i++) {
            write(log, out(100 + i, "[NEW]", "10.0.0.2", 5000 + i), out(101 + i, "[DESTROY]", "10.0.0.2", 5000 + i));
        }

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isLessThan(3 * 1_200);
        }
        assertThat(who(log, "192.0.2.1", 5200, 299)).containsExactly("demo_a");
        assertThat(who(log, "192.0.2.1", 5001, 100)).isEmpty();
    }
}
