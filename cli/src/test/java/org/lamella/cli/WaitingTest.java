package org.lamella.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WaitingTest {
    private static final String SLIVERS = "GET /api/v1/slices/demo_hello/slivers";

    @TempDir
    private Path folder;

    private FakeServer server;

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer();
        server.on("POST /api/v1/slices", 201, "{\"name\":\"demo_hello\",\"slivers\":{\"wanted\":2}}");
        server.on("GET /api/v1/slices/demo_hello", 200, "{\"name\":\"demo_hello\"}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** A clock that is a second later each time it is looked at. */
    private static Clock hurrying() {
        var seconds = new AtomicLong();
        InstantSource source = () -> Instant.ofEpochSecond(seconds.getAndIncrement());
        return source.withZone(ZoneOffset.UTC);
    }

    private CommandRun lamella(String... arguments) {
        return new CommandRun(folder).clock(hurrying()).run(server.port(), arguments);
    }

    private static String sliver(String node, String state, String reason, int wanted, int applied) {
        return "{\"node\":\"" + node + "\",\"state\":\"" + state + "\",\"reason\":\"" + reason
                + "\",\"generationWanted\":" + wanted + ",\"generationApplied\":" + applied + "}";
    }

    private static String list(String... slivers) {
        return "{\"items\":[" + String.join(",", slivers) + "],\"next\":null}";
    }

    @Test
    void returnsOnceEverySliverRuns() {
        server.on(
                SLIVERS + "?wait=2s",
                200,
                list(sliver("node1", "RUNNING", "", 4, 4), sliver("node2", "STARTING", "", 2, 1)));
        server.on(
                SLIVERS + "?wait=2s",
                200,
                list(sliver("node1", "RUNNING", "", 4, 4), sliver("node2", "RUNNING", "", 2, 2)));

        var run = lamella("slice", "create", "demo_hello", "--nodes", "2", "--wait");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("slice demo_hello created, 2 slivers running after ");
        assertThat(run.err().lines())
                .containsExactly(
                        "demo_hello: 1 running, 1 starting (node2 STARTING, its node has not applied the last change)",
                        "demo_hello: 2 running");
    }

    @Test
    void doesNotTakeARunningSliverOfAnOlderGenerationForTheWantedOne() {
        server.on(SLIVERS + "?wait=2s", 200, list(sliver("node1", "RUNNING", "", 5, 4)));
        server.on(SLIVERS + "?wait=2s", 200, list(sliver("node1", "FAILED", "no space", 5, 5)));

        assertThat(lamella("slice", "create", "demo_hello", "--wait").exitCode())
                .isEqualTo(ExitCode.UNSETTLED);
    }

    @Test
    void namesEverySliverThatFailedAndWhy() {
        server.on(
                SLIVERS + "?wait=2s",
                200,
                list(
                        sliver("node1", "FAILED", "image foo does not unpack", 1, 1),
                        sliver("node2", "RUNNING", "", 1, 1),
                        sliver("node3", "FAILED", "no space left", 1, 1)));

        var run = lamella("slice", "create", "demo_hello", "--wait");

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNSETTLED);
        assertThat(run.err()).endsWith("""
                        lamella: demo_hello: 2 of 3 slivers not running
                          node1 FAILED: image foo does not unpack
                          node3 FAILED: no space left
                        """);
    }

    @Test
    void givesUpWhenTheTimeIsOver() {
        var starting = list(sliver("node1", "STARTING", "building image debian-12: 41 %", 1, 1));
        server.on(SLIVERS + "?wait=2s", 200, starting).on(SLIVERS + "?wait=1s", 200, starting);

        var run = lamella("slice", "create", "demo_hello", "--wait=5s");

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNSETTLED);
        assertThat(run.err())
                .contains("1 of 1 slivers not running after 5 s")
                .contains("node1 STARTING: building image debian-12: 41 %");
    }

    @Test
    void doesNotTakeADeletedSliceForARunningOne() {
        server.on(SLIVERS + "?wait=2s", 404, "{\"title\":\"no such slice\"}");

        var run = lamella("slice", "create", "demo_hello", "--wait");

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNSETTLED);
        assertThat(run.err()).contains("deleted while");
    }

    @Test
    void rewritesOneLineOnATerminal() {
        server.on(SLIVERS + "?wait=2s", 200, list(sliver("node1", "STARTING", "", 1, 1)));
        server.on(SLIVERS + "?wait=2s", 200, list(sliver("node1", "RUNNING", "", 1, 1)));

        var run = new CommandRun(folder)
                .clock(hurrying())
                .onTerminal()
                .run(server.port(), "slice", "create", "demo_hello", "--wait");

        assertThat(run.err())
                .isEqualTo("\r\033[Kdemo_hello: 1 starting (node1 STARTING)\r\033[Kdemo_hello: 1 running\r\033[K");
    }

    @Test
    void printsTheSettledSliceAsJson() {
        server.on(SLIVERS + "?wait=2s", 200, list(sliver("node1", "RUNNING", "", 1, 1)));

        var run = lamella("slice", "create", "demo_hello", "--wait", "-o", "json");

        assertThat(run.out()).isEqualToIgnoringNewLines("{\"name\":\"demo_hello\"}");
    }

    @Test
    void waitsUntilTheSliceIsGone() {
        server.on("DELETE /api/v1/slices/demo_hello", 202, "");
        server.on(SLIVERS + "?wait=2s", 200, list(sliver("node1", "RUNNING", "", 3, 2)));
        server.on(SLIVERS + "?wait=2s", 404, "{\"title\":\"no such slice\"}");

        var run = lamella("slice", "delete", "demo_hello", "--wait");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualToIgnoringNewLines("slice demo_hello is gone");
        assertThat(run.err().lines()).containsExactly("demo_hello: slivers left: 1");
    }

    @Test
    void namesTheNodesThatDoNotLetGo() {
        server.on("DELETE /api/v1/slices/demo_hello", 202, "");
        server.on(SLIVERS + "?wait=2s", 200, list(sliver("node7", "UNKNOWN", "no heartbeat since 11:58", 3, 2)));

        var run = lamella("slice", "delete", "demo_hello", "--wait=2s");

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNSETTLED);
        assertThat(run.err())
                .contains("demo_hello is still there after 2 s")
                .contains("node7 UNKNOWN, its node has not applied the last change: no heartbeat since 11:58");
    }
}
