package org.lamella.web.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.outbox.OutboxLog;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.lamella.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a script hears that listens, goes away and comes back. */
@ControlPlaneTest
class EventsTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Stream<String>> open = new ArrayList<>();

    @Autowired
    private Rest rest;

    @Autowired
    private People people;

    @Autowired
    private OutboxLog log;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private SettableClock clock;

    @AfterEach
    void close() {
        open.forEach(Stream::close);
        http.shutdownNow();
    }

    @Test
    void tellsWhatChangesAndNotHow() {
        List<String> heard = listen(rest, "");
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\", \"description\": \"secret plans\"}");
        String data = "data:{\"topic\":\"SLICE\",\"key\":\"demo_a\",\"at\":\"" + clock.instant() + "\"}";
        await().until(() -> heard.contains(data));
        assertThat(heard).contains("event:change").noneMatch(line -> line.contains("secret plans"));
        assertThat(ids(heard).getLast()).matches("[0-9]+\\.[0-9]+");
    }

    @Test
    void tellsWhatWasMissed() {
        List<String> before = listen(rest, "");
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\"}");
        await().until(() -> keys(before).contains("demo_a"));
        String last = ids(before).getLast();
        open.forEach(Stream::close);
        rest.post("/api/v1/slices", "{\"name\": \"demo_b\"}");
        rest.post("/api/v1/slices", "{\"name\": \"demo_c\"}");
        List<String> after = listen(rest, "?lastEventId=" + last);
        await().until(() -> keys(after).equals(List.of("demo_b", "demo_c")));
        List<String> headed =
                listen(rest.request("/api/v1/events?lastEventId=1.1").header("Last-Event-ID", last));
        await().until(() -> keys(headed).equals(List.of("demo_b", "demo_c")));
        assertThat(headed).doesNotContain("event:reset");
    }

    @Test
    void saysWhenWhatWasMissedIsForgotten() {
        String position = log.now().text();
        jdbc.sql("update outbox_forgotten set tx = pg_current_xact_id(), id = 1")
                .update();
        List<String> heard = listen(rest, "?lastEventId=" + position);
        await().until(() -> heard.contains("event:reset"));
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\"}");
        await().until(() -> keys(heard).contains("demo_a"));
        assertThat(listen(rest, "?lastEventId=999999999999999.1"))
                .satisfies(lines -> await().until(() -> lines.contains("event:reset")));
    }

    @Test
    void tellsNobodyOfWhatTheyMayNotSee() {
        people.site("mit");
        var stranger = people.at("mit", Role.USER).rest();
        List<String> hears = listen(rest, "");
        List<String> hearsNothing = listen(stranger, "");
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\"}");
        await().until(() -> keys(hears).contains("demo_a"));
        await().during(Duration.ofSeconds(1)).until(() -> keys(hearsNothing).isEmpty());
    }

    @Test
    void refusesAPositionThatIsNone() {
        var answer = rest.send(rest.request("/api/v1/events?lastEventId=x").header("Accept", "text/event-stream"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.wrongFields()).containsExactly("lastEventId");
    }

    @Test
    void letsAnAccountHaveSoManyAndNoMore() {
        Rest greedy = people.admin().rest();
        for (int i = 0; i < OpenStreams.MOST_OF_ACCOUNT; i++) {
            listen(greedy, "");
        }
        var refused = greedy.get("/api/v1/events");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isNotEmpty();
        assertThat(refused.detail()).contains("20 streams of events open, of 20");
        listen(rest, "");
        open.forEach(Stream::close);
        await().until(() -> {
            // Who has gone is found out when there is something to say.
            rest.post("/api/v1/slices", "{\"name\": \"demo_a\"}");
            rest.delete("/api/v1/slices/demo_a");
            try (var again = http.send(greedy.request("/api/v1/events").build(), BodyHandlers.ofInputStream())
                    .body()) {
                return again.read() != '{';
            }
        });
    }

    private List<String> listen(Rest as, String query) {
        return listen(as.request("/api/v1/events" + query));
    }

    /** Returns when the stream is open, with the list that its lines go to. */
    private List<String> listen(HttpRequest.Builder request) {
        List<String> heard = new CopyOnWriteArrayList<>();
        try {
            var answer = http.send(request.build(), BodyHandlers.ofLines());
            assertThat(answer.statusCode()).isEqualTo(200);
            open.add(answer.body());
            Thread.startVirtualThread(() -> hear(answer.body(), heard));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        await().until(() -> heard.contains(":here") || heard.contains("event:reset"));
        return heard;
    }

    private static void hear(Stream<String> lines, List<String> heard) {
        try {
            lines.forEach(heard::add);
        } catch (UncheckedIOException closed) {
            // By the test, which has heard enough.
        }
    }

    private static List<String> ids(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("id:"))
                .map(line -> line.substring(3))
                .toList();
    }

    /** The slices that were spoken of: the audit trail's growth is announced when it is sealed, whenever that is. */
    private static List<String> keys(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("data:{\"topic\":\"SLICE\""))
                .map(line -> line.replaceAll(".*\"key\":\"([^\"]*)\".*", "$1"))
                .toList();
    }
}
