package org.lamella.web.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lamella.database.DedicatedConnections;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.lamella.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A request that comes again with its key is answered again, and not done again. */
@ControlPlaneTest
class RepeatedRequestTest {
    private static final String SLICE = "{\"name\": \"demo_a\"}";

    @Autowired
    private Rest rest;

    @Autowired
    private People people;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private DedicatedConnections connections;

    @Autowired
    private RememberedAnswers answers;

    @Autowired
    private SettableClock clock;

    @Test
    void isDoneOnceByAHundredAtOnce() throws Exception {
        List<Future<Rest.Answer>> all;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            all = threads.invokeAll(Stream.generate(
                            () -> (Callable<Rest.Answer>) () -> post("/api/v1/nodes", "once", "{\"name\": \"node1\"}"))
                    .limit(100)
                    .toList());
        }
        List<Rest.Answer> heard = all.stream().map(Future::resultNow).toList();
        assertThat(heard).extracting(Rest.Answer::status).containsOnly(201);
        assertThat(heard)
                .extracting(Rest.Answer::text)
                .containsOnly(heard.getFirst().text());
        assertThat(heard).extracting(answer -> answer.header("Location")).containsOnly("/api/v1/nodes/node1");
        assertThat(heard)
                .filteredOn(answer -> answer.header("Idempotent-Replayed").isEmpty())
                .hasSize(1);
        assertThat(count("audit_events where action = 'node-added'")).isOne();
    }

    @Test
    void isAnsweredAsTheFirstTimeThoughTheThingHasChanged() {
        var first = post("/api/v1/slices", "k", SLICE);
        rest.delete("/api/v1/slices/demo_a");
        var again = post("/api/v1/slices", "k", SLICE);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(rest.get("/api/v1/slices/demo_a").status()).isEqualTo(404);
    }

    @Test
    void leavesNoSecretReadable() {
        String code = post("/api/v1/nodes", "k", "{\"name\": \"node1\"}")
                .json()
                .path("joinCode")
                .stringValue();
        byte[] kept = jdbc.sql("select answer from idempotent_answers")
                .query(byte[].class)
                .single();
        assertThat(new String(kept, StandardCharsets.ISO_8859_1))
                .doesNotContain(code)
                .doesNotContain("joinCode");
    }

    @Test
    void isRefusedWhenItIsAnother() {
        post("/api/v1/slices", "k", SLICE);
        var otherBody = post("/api/v1/slices", "k", "{\"name\": \"demo_b\"}");
        assertThat(otherBody.status()).isEqualTo(422);
        assertThat(otherBody.problem()).isEqualTo("key-reused");
        assertThat(post("/api/v1/nodes", "k", SLICE).problem()).isEqualTo("key-reused");
        assertThat(post("/api/v1/slices?x=1", "k", SLICE).problem()).isEqualTo("key-reused");
        assertThat(rest.get("/api/v1/slices/demo_b").status()).isEqualTo(404);
    }

    @Test
    void isTriedAgainAfterARefusal() {
        rest.post("/api/v1/slices", SLICE);
        assertThat(post("/api/v1/slices", "k", SLICE).problem()).isEqualTo("taken");
        assertThat(count("idempotent_answers")).isZero();
        rest.delete("/api/v1/slices/demo_a");
        var again = post("/api/v1/slices", "k", SLICE);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("Idempotent-Replayed")).isEmpty();
    }

    @Test
    void isAnothersWhenAnotherAccountSendsIt() {
        var other = people.admin().rest();
        assertThat(post("/api/v1/slices", "k", SLICE).status()).isEqualTo(201);
        assertThat(post(other, "/api/v1/slices", "k", SLICE).problem()).isEqualTo("taken");
    }

    @Test
    void isNewAfterADay() {
        post("/api/v1/slices", "k", SLICE);
        rest.delete("/api/v1/slices/demo_a");
        clock.advance(RememberedAnswers.KEPT.plusSeconds(1));
        assertThat(post("/api/v1/slices", "k", SLICE).header("Idempotent-Replayed"))
                .isEmpty();
        assertThat(post("/api/v1/slices", "k", SLICE).header("Idempotent-Replayed"))
                .isEqualTo("true");
    }

    @Test
    void isForgottenAfterADay() {
        post("/api/v1/slices", "k", SLICE);
        clock.advance(RememberedAnswers.KEPT);
        answers.forgetOldAnswers();
        assertThat(count("idempotent_answers")).isOne();
        clock.advance(Duration.ofSeconds(1));
        answers.forgetOldAnswers();
        assertThat(count("idempotent_answers")).isZero();
    }

    @Test
    void isDoneHereWhenTheReplicaThatDidItIsKilled() throws SQLException {
        long account =
                jdbc.sql("select min(id) from accounts").query(Long.class).single();
        CompletableFuture<Rest.Answer> waiting;
        try (Connection other = connections.open("another replica");
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("""
                    insert into idempotent_answers (account_id, key, request_hash, created_at)
                    values (%d, 'k', sha256(''), now())""".formatted(account));
            waiting = CompletableFuture.supplyAsync(
                    () -> post("/api/v1/slices", "k", SLICE), task -> Thread.startVirtualThread(task));
            await().until(() -> count("pg_locks where not granted and locktype = 'transactionid'") == 1);
            assertThat(waiting).isNotDone();
        }
        assertThat(waiting.join().status()).isEqualTo(201);
    }

    static Stream<String> badKeys() {
        return Stream.of("", "a b", "a\tb", "x".repeat(256));
    }

    @ParameterizedTest
    @MethodSource("badKeys")
    void needsAKeyThatIsOne(String key) {
        var answer = post("/api/v1/slices", key, SLICE);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.wrongFields()).containsExactly("Idempotency-Key");
        assertThat(rest.get("/api/v1/slices/demo_a").status()).isEqualTo(404);
    }

    @Test
    void takesTheLongestKeyThereIs() {
        assertThat(post("/api/v1/slices", "~".repeat(255), SLICE).status()).isEqualTo(201);
    }

    private Rest.Answer post(String path, String key, String body) {
        return post(rest, path, key, body);
    }

    private static Rest.Answer post(Rest rest, String path, String key, String body) {
        return rest.send(rest.request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body)));
    }

    private long count(String rows) {
        return jdbc.sql("select count(*) from " + rows).query(Long.class).single();
    }
}
