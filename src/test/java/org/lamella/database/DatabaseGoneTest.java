package org.lamella.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lamella.database.EmbeddedPostgresFixture.execute;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** PostgreSQL goes while requests come in, and comes back; the control plane runs on through both. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseGoneTest {
    private static final List<String> API = List.of("/api/v1/transaction", "/api/v1/plain", "/api/v1/session");
    private static final List<String> PAGES = List.of("/page", "/session");

    @TempDir
    static Path data;

    private final HttpClient client = HttpClient.newHttpClient();
    private EmbeddedPostgres server;
    private ServletWebServerApplicationContext application;

    @BeforeAll
    void startServerAndApplication() throws Exception {
        server = EmbeddedPostgresFixture.start(data);
        execute(server, "CREATE TABLE slices AS SELECT 'princeton_cdn' AS name");
        application = (ServletWebServerApplicationContext) new SpringApplicationBuilder(DatabaseGoneApplication.class)
                .run(
                        "--server.port=0",
                        "--lamella.db.url=" + server.url(),
                        "--lamella.db.user=" + server.user(),
                        "--lamella.db.password=" + server.password(),
                        "--spring.flyway.enabled=false",
                        "--spring.session.jdbc.initialize-schema=always");
    }

    @AfterAll
    void stopApplicationAndServer() {
        application.close();
        server.close();
    }

    @BeforeEach
    void everythingAnswers() throws Exception {
        for (String path : concat(API, PAGES)) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(200);
        }
        server.close();
    }

    @AfterEach
    void everythingAnswersAgain() throws Exception {
        server = EmbeddedPostgresFixture.start(data);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            for (String path : concat(API, PAGES)) {
                assertThat(get(path).statusCode()).as(path).isEqualTo(200);
            }
        });
    }

    @Test
    void theApiAnswersWithAProblem() throws Exception {
        for (String path : API) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("5");
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(answer.body())
                    .contains("\"type\":\"urn:lamella:problem:database-unavailable\"")
                    .contains("\"status\":503")
                    .contains("\"instance\":\"" + path + "\"");
        }
    }

    @Test
    void pagesSayItInHtml() throws Exception {
        for (String path : PAGES) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("5");
            assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/html");
            assertThat(answer.body())
                    .contains("<h1>The database does not answer</h1>")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void itIsSaidSoon() throws Exception {
        long began = System.nanoTime();
        assertThat(get("/api/v1/plain").statusCode()).isEqualTo(503);
        // Without the limits of the pool it would be 30 s at the least.
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(25));
    }

    @Test
    void whatNeedsNoDatabaseGoesOn() throws Exception {
        assertThat(get("/api/v1/nothing").body()).isEqualTo("still here");
    }

    @Test
    void aFaultOfOursIsNotCalledAnOutage() throws Exception {
        assertThat(get("/api/v1/fault").statusCode()).isEqualTo(500);
    }

    @Test
    void underLoadEveryRequestIsAnsweredWith200Or503() throws Exception {
        server = EmbeddedPostgresFixture.start(data);
        await().until(() -> get("/api/v1/plain").statusCode() == 200);
        ConcurrentLinkedQueue<Integer> statuses = new ConcurrentLinkedQueue<>();
        AtomicBoolean stopped = new AtomicBoolean();
        List<Future<?>> workers = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int worker = 0; worker < 24; worker++) {
                String path = API.get(worker % API.size());
                workers.add(executor.submit(() -> {
                    while (!stopped.get()) {
                        statuses.add(get(path).statusCode());
                    }
                    return null;
                }));
            }
            try {
                await().until(() -> statuses.size() > 200);
                server.close();
                await().atMost(Duration.ofSeconds(20)).until(() -> statuses.contains(503));
                server = EmbeddedPostgresFixture.start(data);
                int before = statuses.size();
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> statuses.stream().skip(before).anyMatch(status -> status == 200));
            } finally {
                stopped.set(true);
            }
        }
        for (Future<?> worker : workers) {
            assertThat(worker).succeedsWithin(Duration.ZERO);
        }
        server.close();
        assertThat(statuses).containsOnly(200, 503);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create(
                "http://127.0.0.1:%d%s".formatted(application.getWebServer().getPort(), path));
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
