package org.lamella.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventsTest {
    private static final String EVENTS = "GET /api/v1/events";
    private static final String FIRST = """
            : heartbeat

            id: 7
            event: change
            data: {"topic":"SLICE","key":"demo_a",
            data: "at":"2026-11-20T11:59:00Z"}

            id: 8
            data: half an ev""";
    private static final String SECOND = """
            id: 9
            event: reset
            data: {}

            """;

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

    @Test
    void goesOnBehindTheLastEventWhenTheConnectionBreaks() {
        server.on(EVENTS, 200, FIRST).on(EVENTS, 200, SECOND).on(EVENTS, 204, "");

        var run = new CommandRun(folder).run(server.port(), "events", "--since", "6");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).containsExactly("7  2026-11-20T11:59:00Z  SLICE demo_a", "9  reset");
        assertThat(server.requests())
                .extracting(FakeServer.Request::lastEventId)
                .containsExactly("6", "7", "9");
    }

    @Test
    void writesALineOfJsonForEach() {
        server.on(EVENTS, 200, SECOND).on(EVENTS, 204, "");

        var run = new CommandRun(folder).run(server.port(), "events", "-o", "json");

        assertThat(run.out()).isEqualToIgnoringNewLines("{\"id\":\"9\",\"event\":\"reset\",\"data\":{}}");
    }

    @Test
    void saysWhyItIsRefused() {
        server.on(EVENTS, 403, "{\"title\":\"Forbidden\",\"detail\":\"not with this token\"}");

        var run = new CommandRun(folder).run(server.port(), "events");

        assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.err()).contains("Forbidden: not with this token");
    }
}
