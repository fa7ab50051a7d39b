package org.lamella.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SliceCommandsTest {
    private static final String SLICE =
            "{\"name\":\"demo_hello\",\"site\":\"demo\",\"goal\":\"RUNNING\",\"state\":\"DEGRADED\","
                    + "\"image\":\"busybox\",\"createdAt\":\"2026-11-20T11:57:00Z\",\"expiresAt\":\"2026-12-04T12:00:00Z\","
                    + "\"slivers\":{\"wanted\":3,\"running\":2}}";
    private static final String SLIVERS =
            "{\"items\":[{\"slice\":\"demo_hello\",\"node\":\"node1\",\"goal\":\"RUNNING\","
                    + "\"state\":\"FAILED\",\"reason\":\"image foo does not unpack\",\"since\":\"2026-11-20T11:59:50Z\"}],\"next\":null}";

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
    void listsSlicesInColumnsWithAges() {
        server.on("GET /api/v1/slices?limit=500", 200, "{\"items\":[" + SLICE + "],\"next\":null}");

        var run = lamella("slice", "list");

        assertThat(run.out().lines())
                .containsExactly(
                        "NAME        SITE  SLIVERS  STATE     IMAGE    CREATED    EXPIRES     STOPPED REASON",
                        "demo_hello  demo  2 of 3   DEGRADED  busybox  3 min ago  in 14 days  -");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void showsTheTokenToTheServer() {
        server.on("GET /api/v1/slices?limit=500", 200, "{\"items\":[],\"next\":null}");

        lamella("slice", "list");

        assertThat(server.request("GET /api/v1/slices?limit=500").authorization())
                .isEqualTo("Bearer secret");
    }

    @Test
    void printsTheServersOwnJson() {
        var body = "{\"items\":[" + SLICE + "],\"next\":null}";
        server.on("GET /api/v1/slices?limit=500", 200, body);

        assertThat(lamella("slice", "list", "-o", "json").out()).isEqualTo(body + System.lineSeparator());
        assertThat(lamella("-o", "JSON", "slice", "list").out()).isEqualTo(body + System.lineSeparator());
    }

    @Test
    void joinsThePagesOfAList() {
        server.on("GET /api/v1/slices?limit=500", 200, "{\"items\":[{\"name\":\"a\"}],\"next\":\"x/y\"}");
        server.on("GET /api/v1/slices?cursor=x%2Fy&limit=500", 200, "{\"items\":[{\"name\":\"b\"}],\"next\":\"z\"}");
        server.on("GET /api/v1/slices?cursor=z&limit=500", 200, "{\"items\":[{\"name\":\"c\"}],\"next\":null}");

        assertThat(lamella("slice", "list", "-o", "json").out())
                .isEqualToIgnoringNewLines(
                        "{\"items\":[{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"c\"}],\"next\":null}");
    }

    @Test
    void asksForNoMoreThanTheLimitAndSaysThatThereIsMore() {
        server.on("GET /api/v1/slices?limit=500", 200, list("a", 500, "x"));
        server.on("GET /api/v1/slices?cursor=x&limit=2", 200, list("b", 2, "y"));

        var run = lamella("slice", "list", "--limit", "502");

        assertThat(run.out().lines()).hasSize(1 + 502);
        assertThat(run.err()).contains("more than these 502");
    }

    private static String list(String name, int count, String next) {
        var item = "{\"name\":\"" + name + "\"}";
        return "{\"items\":[" + String.join(",", Collections.nCopies(count, item)) + "],\"next\":\"" + next + "\"}";
    }

    @Test
    void showsTheFieldsThatAreAskedFor() {
        server.on(
                "GET /api/v1/slices?fields=name%2CexpiresAt&limit=500",
                200, "{\"items\":[" + SLICE + "],\"next\":null}");

        assertThat(lamella("slice", "list", "--fields", "name,expiresAt").out().lines())
                .containsExactly("NAME        EXPIRES", "demo_hello  in 14 days");
    }

    @Test
    void saysThatADryRunHasChangedNothing() {
        server.on("POST /api/v1/slices?dryRun=true", 201, SLICE);

        var run = lamella("slice", "create", "demo_hello", "--dry-run", "--wait");

        assertThat(run.err()).contains("dry run, nothing has changed");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void showsASliceAndWhyASliverFailed() {
        server.on("GET /api/v1/slices/demo_hello", 200, SLICE);
        server.on("GET /api/v1/slices/demo_hello/slivers?limit=500", 200, SLIVERS);

        var run = lamella("slice", "show", "demo_hello");

        assertThat(run.out())
                .contains("slivers  2 of 3")
                .contains("node1  RUNNING  FAILED  10 s ago  image foo does not unpack");
    }

    @Test
    void asksForACountOfSlivers() {
        server.on("POST /api/v1/slices", 201, SLICE);

        var run = lamella("slice", "create", "demo_hello", "--nodes", "3");

        assertThat(server.request("POST /api/v1/slices").json())
                .isEqualTo(Json.parse("{\"name\":\"demo_hello\",\"slivers\":{\"count\":3}}"));
        assertThat(run.out()).isEqualToIgnoringNewLines("slice demo_hello created, 3 slivers wanted");
    }

    @Test
    void asksForNodesByNameAndPassesEveryOption() {
        server.on("POST /api/v1/slices", 201, SLICE);

        lamella(
                "slice",
                "create",
                "--image",
                "debian-12",
                "--description",
                "a test",
                "--url",
                "http://x",
                "demo_hello",
                "--nodes=node1,node2");

        assertThat(server.request("POST /api/v1/slices").json())
                .isEqualTo(Json.parse("{\"name\":\"demo_hello\",\"image\":\"debian-12\",\"description\":\"a test\","
                        + "\"url\":\"http://x\",\"slivers\":{\"nodes\":[\"node1\",\"node2\"]}}"));
    }

    @Test
    void printsEveryReasonOfARefusal() {
        server.on(
                "POST /api/v1/slices",
                422,
                "{\"type\":\"x\",\"title\":\"Bad request\",\"status\":422,\"detail\":\"2 fields are wrong\",\"errors\":["
                        + "{\"field\":\"name\",\"message\":\"'A!' is not SITE_WORD\"},"
                        + "{\"field\":\"slivers.nodes\",\"message\":\"there is no node9\"}]}");

        var run = lamella("slice", "create", "A!", "--nodes", "node9");

        assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.err().lines())
                .containsExactly(
                        "lamella: Bad request: 2 fields are wrong",
                        "  name: 'A!' is not SITE_WORD",
                        "  slivers.nodes: there is no node9");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void reportsARefusalThatIsNoProblemDocument() {
        server.on("GET /api/v1/slices?limit=500", 502, "<html>Bad Gateway</html>");

        var run = lamella("slice", "list");

        assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.err()).contains("502").contains("Bad Gateway");
    }

    @Test
    void quotesNamesInPaths() {
        lamella("slice", "show", "a/b c?d");

        assertThat(server.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.line()).isEqualTo("GET /api/v1/slices/a%2Fb%20c%3Fd"));
    }

    @Test
    void deletesWithoutWaiting() {
        server.on("DELETE /api/v1/slices/demo_hello", 202, "");

        var run = lamella("slice", "delete", "demo_hello");

        assertThat(run.exitCode()).isZero();
        assertThat(server.requests()).hasSize(1);
    }
}
