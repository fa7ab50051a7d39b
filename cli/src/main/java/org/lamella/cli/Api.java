package org.lamella.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * The REST API. Every call either answers or throws a {@link Failure}: {@link ExitCode#REFUSED} with the server's reasons, or
 * {@link ExitCode#UNREACHABLE}.
 */
final class Api implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
    private static final int NOT_FOUND = 404;
    private static final int LARGEST_PAGE = 500;

    private final Configuration configuration;
    private final HttpClient http = HttpClient.newBuilder()
            // No HTTP/2: the WebSocket needs 1.1, and the upgrade would cost the first request a round trip.
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    Api(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Ends the client's threads: a JVM that exits while one of them is in a system call waits 0.3 s for it. */
    @Override
    public void close() {
        http.shutdownNow();
    }

    /** The path of a resource, its parts quoted. */
    static String path(String... parts) {
        var path = new StringBuilder("/api/v1");
        for (var part : parts) {
            path.append('/')
                    .append(URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"));
        }
        return path.toString();
    }

    private static Write reading(String path) {
        return Write.of("GET", path, Optional.empty());
    }

    JsonNode get(String path) {
        return json(accepted(send(reading(path))));
    }

    /** As {@link #get}, but empty when there is no such resource. */
    Optional<JsonNode> find(String path) {
        var response = send(reading(path));
        return response.statusCode() == NOT_FOUND ? Optional.empty() : Optional.of(json(accepted(response)));
    }

    /** A whole list: its pages are asked for until there is no next one, and their items joined. */
    JsonNode list(String path) {
        return list(Query.of(path), Integer.MAX_VALUE);
    }

    /**
     * As {@link #list(String)}, but no more than {@code most} items.
     *
     * @return {@code {items, next}}, where next is not null only when there are more than those
     */
    JsonNode list(Query query, int most) {
        var first = query.with("limit", pageSize(most, 0));
        return withOtherPages(first, get(first.line()), most);
    }

    /** The largest page the server gives out, or what is left to ask for. */
    private static Optional<String> pageSize(int most, int had) {
        return Optional.of(Integer.toString(Math.min(LARGEST_PAGE, most - had)));
    }

    /**
     * As {@link #list(String)}, but the server answers only when nothing in the list is on its way, or the time is over; empty
     * when there is no such list.
     */
    Optional<JsonNode> awaitSettled(String path, Duration atMost) {
        var seconds = Math.max(1, atMost.plusMillis(999).toSeconds());
        return find(path + "?wait=" + seconds + "s")
                .map(first -> withOtherPages(Query.of(path), first, Integer.MAX_VALUE));
    }

    private JsonNode withOtherPages(Query query, JsonNode whole, int most) {
        var next = Json.text(whole, "next", "");
        while (!next.isEmpty() && whole.path("items") instanceof ArrayNode items && items.size() < most) {
            var size = pageSize(most, items.size());
            var page = get(
                    query.with("cursor", Optional.of(next)).with("limit", size).line());
            Json.items(page, "items").forEach(items::add);
            next = Json.text(page, "next", "");
            whole.asObject().set("next", page.path("next"));
        }
        return whole;
    }

    JsonNode post(String path, JsonNode body) {
        return write(Write.of("POST", path, Optional.of(body)));
    }

    /** What was answered, which is an empty object where there was no word. */
    JsonNode write(Write write) {
        return json(accepted(send(write)));
    }

    /** Sends a file as it is. How long that takes is not bounded: it is the network's and the file's business. */
    JsonNode upload(String path, Path file) {
        try {
            var request = request(path)
                    .header("Accept", "application/json")
                    .header("Content-Type", "application/octet-stream")
                    .POST(BodyPublishers.ofFile(file));
            return json(accepted(send(request.build(), BodyHandlers.ofString())));
        } catch (FileNotFoundException e) {
            throw Failure.usage("cannot read " + file + ": " + e.getMessage());
        }
    }

    /** The lines of an answer that does not end by itself, as they come. */
    HttpResponse<Stream<String>> follow(String path, String lastEventId) {
        var request = request(path).header("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        return send(request.build(), BodyHandlers.ofLines());
    }

    /** Opens exec sessions over the same client. */
    ExecClient exec() {
        return new ExecClient(http, configuration);
    }

    /** The host name in the server's URL. */
    String host() {
        return configuration.server().getHost();
    }

    private HttpResponse<String> send(Write write) {
        var request = request(write.line())
                .timeout(ANSWER_TIMEOUT)
                .header("Accept", "application/json")
                .method(
                        write.method(),
                        write.body()
                                .map(json -> BodyPublishers.ofString(json.toString()))
                                .orElseGet(BodyPublishers::noBody));
        write.body().ifPresent(json -> request.header("Content-Type", "application/json"));
        write.idempotencyKey().ifPresent(key -> request.header("Idempotency-Key", key));
        return send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(configuration.server() + path))
                .header("Authorization", "Bearer " + configuration.token());
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw unreachable(configuration.server(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.unreachable("interrupted while waiting for " + configuration.server(), e);
        }
    }

    static Failure unreachable(URI server, IOException cause) {
        if (cause instanceof ConnectException) {
            return Failure.unreachable(
                    "cannot reach " + server + ": nothing answers there. Is './lamella dev' running?", cause);
        }
        if (cause instanceof HttpTimeoutException) {
            return Failure.unreachable("no answer from " + server + " in time", cause);
        }
        return Failure.unreachable("the connection to " + server + " broke: " + cause.getMessage(), cause);
    }

    private static HttpResponse<String> accepted(HttpResponse<String> response) {
        if (response.statusCode() / 100 == 2) {
            return response;
        }
        throw Failure.refused(Problem.of(response.statusCode(), response.body())
                .text(response.request().uri().getPath()));
    }

    private JsonNode json(HttpResponse<String> response) {
        try {
            return response.body().isBlank() ? Json.object() : Json.parse(response.body());
        } catch (JacksonException e) {
            throw Failure.unreachable(
                    configuration.server() + " does not answer as Lamella does: " + e.getOriginalMessage(), e);
        }
    }
}
