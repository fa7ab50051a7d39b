package org.lamella.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OtherCommandsTest {
    private static final String NODE =
            "{\"name\":\"node1\",\"site\":\"demo\",\"state\":\"READY\",\"stateSince\":\"2026-11-20T10:00:00Z\","
                    + "\"lastHeartbeat\":\"2026-11-20T11:59:57Z\",\"cpus\":2,\"freeCpus\":1.5,"
                    + "\"memoryBytes\":25275404288,\"freeMemoryBytes\":25000000000,\"runtime\":\"runc 1.1.5\","
                    + "\"simulated\":false,\"generationWanted\":7,\"generationApplied\":6,\"slivers\":3,"
                    + "\"labels\":{\"arch\":\"x86_64\",\"ssd\":\"\"},\"maintenance\":[],"
                    + "\"drained\":{\"since\":\"2026-11-20T11:00:00Z\",\"by\":\"a@b.c\",\"reason\":\"disk is dying\"}}";

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

    private CommandRun lamella(String... arguments) {
        return new CommandRun(folder).run(server.port(), arguments);
    }

    @Test
    void listsNodes() {
        server.on("GET /api/v1/nodes?limit=500", 200, "{\"items\":[" + NODE + "],\"next\":null}");

        assertThat(lamella("node", "list").out().lines())
                .containsExactly(
                        "NAME   SITE  STATE  SLIVERS  RUNTIME     CPUS  FREE CPUS  MEMORY  FREE MEMORY  LAST HEARTBEAT  LABELS            DRAINED REASON",
                        "node1  demo  READY  3        runc 1.1.5  2     1.5        23 GiB  23 GiB       3 s ago         arch=x86_64, ssd  disk is dying");
    }

    @Test
    void showsHowFarANodeIs() {
        server.on("GET /api/v1/nodes/node1", 200, NODE);

        assertThat(lamella("node", "show", "node1").out())
                .contains("state since         2 h ago")
                .contains("simulated           no")
                .contains("generation wanted   7")
                .contains("generation applied  6")
                .contains("drained             since=60 min ago, by=a@b.c, reason=disk is dying");
    }

    @Test
    void printsWhatToTypeOnANewNode() {
        server.on(
                "POST /api/v1/nodes",
                201,
                "{\"name\":\"node9\",\"joinCode\":\"lamella-abc.0f\",\"joinCodeExpiresAt\":\"2026-11-20T12:10:00Z\"}");

        var run = lamella("node", "add", "node9", "--site", "princeton");

        assertThat(server.request("POST /api/v1/nodes").json())
                .isEqualTo(Json.parse("{\"name\":\"node9\",\"site\":\"princeton\"}"));
        assertThat(run.out())
                .contains("runs out in 10 min")
                .contains("lamella-agent join --control-plane localhost:7443 --code lamella-abc.0f");
    }

    @Test
    void listsImages() {
        server.on(
                "GET /api/v1/images?limit=500",
                200,
                "{\"items\":[{\"name\":\"debian-12\",\"kind\":\"DEBOOTSTRAP\",\"source\":\"bookworm\",\"description\":\"Debian 12\",\"slices\":7,\"nodes\":2}]}");

        assertThat(lamella("image", "list").out())
                .contains("debian-12  DEBOOTSTRAP  bookworm  -        7       2      Debian 12");
    }

    @Test
    void printsAOneTimeUrlAlone() {
        server.on("POST /api/v1/sign-in-links", 201, "{\"url\":\"http://localhost:8080/sign-in/x\"}");

        assertThat(lamella("sign-in").out()).isEqualToIgnoringNewLines("http://localhost:8080/sign-in/x");
    }
}
