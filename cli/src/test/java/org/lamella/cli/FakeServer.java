package org.lamella.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/** A control plane of prepared answers, which remembers what it was asked. */
final class FakeServer implements AutoCloseable {
    /** A request as it came: {@code "GET /api/v1/slices?cursor=x"}, some of its headers, and the body. */
    record Request(String line, String authorization, String idempotencyKey, String lastEventId, String body) {
        JsonNode json() {
            return Json.parse(body);
        }
    }

    private record Answer(int status, String body) {}

    private final HttpServer server;
    private final Map<String, Queue<Answer>> answers = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    FakeServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    /** Prepares the answer to a request line; of several, each is given once, and the last one for ever. */
    FakeServer on(String line, int status, String body) {
        answers.computeIfAbsent(line, key -> new ArrayDeque<>()).add(new Answer(status, body));
        return this;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        var line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        requests.add(new Request(
                line,
                exchange.getRequestHeaders().getFirst("Authorization"),
                exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                exchange.getRequestHeaders().getFirst("Last-Event-ID"),
                new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        var prepared = answers.getOrDefault(line, new ArrayDeque<>());
        var answer = prepared.size() > 1 ? prepared.remove() : prepared.peek();
        if (answer == null) {
            answer = new Answer(
                    404, "{\"title\":\"not found\",\"status\":404,\"detail\":\"no answer to " + line + "\"}");
        }
        var bytes = answer.body().getBytes(UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    List<Request> requests() {
        return requests;
    }

    /** The only request with this line. */
    Request request(String line) {
        var found =
                requests.stream().filter(request -> request.line().equals(line)).toList();
        if (found.size() != 1) {
            throw new AssertionError(line + " came " + found.size() + " times among " + requests);
        }
        return found.getFirst();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
