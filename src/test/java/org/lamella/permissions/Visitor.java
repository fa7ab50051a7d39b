package org.lamella.permissions;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.lamella.testing.Browser;

/**
 * Calls as one of {@link Who}, with what they hold from the beginning: a new session that an answer hands out is not taken.
 *
 * @param authorization what scripts of theirs show; empty for a stranger
 * @param cookies what their browser sends
 * @param formToken what their forms carry against forgery
 */
record Visitor(URI server, String authorization, String cookies, String formToken) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static Visitor of(URI server, String authorization, Browser browser) {
        String token = browser.get("/sign-in").value("_csrf");
        return new Visitor(server, authorization, browser.cookies(), token);
    }

    Outcome call(Endpoint endpoint, String path, String sent) throws IOException, InterruptedException {
        if (endpoint.isSocket()) {
            return open(path, endpoint.isApi());
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path)).timeout(PATIENCE);
        if (endpoint.isApi()) {
            asScript(request, endpoint, sent);
        } else {
            asBrowser(request, endpoint, sent);
        }
        HttpResponse<InputStream> answer = HTTP.send(request.build(), BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            if (!isEndless(answer)) {
                body.readAllBytes();
            }
        }
        return outcome(answer, endpoint + " " + sent);
    }

    private static Outcome outcome(HttpResponse<?> answer, String what) {
        try {
            return Outcome.of(
                    answer.statusCode(), answer.headers().firstValue("Location").orElse(""));
        } catch (AssertionError broken) {
            throw new AssertionError(what + ": " + broken.getMessage(), broken);
        }
    }

    private void asScript(HttpRequest.Builder request, Endpoint endpoint, String sent) {
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        if (!sent.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        request.method(endpoint.method(), sent.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(sent));
    }

    private void asBrowser(HttpRequest.Builder request, Endpoint endpoint, String sent) {
        request.header("Accept", "text/html,*/*;q=0.8").header("Cookie", cookies);
        if (endpoint.isWrite()) {
            String token = "_csrf=" + URLEncoder.encode(formToken, StandardCharsets.UTF_8);
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .method(endpoint.method(), BodyPublishers.ofString(sent.isEmpty() ? token : sent + "&" + token));
        }
    }

    private static boolean isEndless(HttpResponse<?> answer) {
        return answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
    }

    private Outcome open(String path, boolean asScript) {
        URI address = URI.create(server.resolve(path).toString().replaceFirst("^http", "ws"));
        var socket = HTTP.newWebSocketBuilder();
        if (!asScript) {
            socket.header("Cookie", cookies)
                    .header("Origin", server.resolve("/").toString().replaceFirst("/$", ""));
        } else if (!authorization.isEmpty()) {
            socket.header("Authorization", authorization);
        }
        try {
            socket.buildAsync(address, new WebSocket.Listener() {}).join().abort();
            return Outcome.ALLOWED;
        } catch (CompletionException refused) {
            if (refused.getCause() instanceof WebSocketHandshakeException handshake) {
                return outcome(handshake.getResponse(), path);
            }
            throw refused;
        }
    }
}
