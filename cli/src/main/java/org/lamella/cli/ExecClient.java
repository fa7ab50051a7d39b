package org.lamella.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** Runs a command in a sliver over one WebSocket, by the sub-protocol {@code lamella.exec.v1}. */
final class ExecClient {
    private static final String PROTOCOL = "lamella.exec.v1";
    private static final int NORMAL = WebSocket.NORMAL_CLOSURE;
    private static final long GOODBYE_MILLIS = 500;

    private final HttpClient http;
    private final Configuration configuration;

    ExecClient(HttpClient http, Configuration configuration) {
        this.http = http;
        this.configuration = configuration;
    }

    /**
     * Returns the command's exit code. Where the request asks for a terminal, the console's is as the command wants it until then. When this process is told to end before, the socket is closed, which ends the command.
     *
     * @throws Failure when the session is refused or breaks
     */
    int run(String path, JsonNode request, Console console) {
        var session = new ExecSession(console);
        var socket = open(path, session);
        var sender = new SessionSender(socket);
        var terminal = new SessionTerminal(console, sender, request.path("terminal"));
        var goodbye = Thread.ofPlatform().unstarted(() -> {
            close(socket);
            terminal.restore();
        });
        Runtime.getRuntime().addShutdownHook(goodbye);
        try {
            socket.sendText(request.toString(), true).join();
            // Not before: a socket refuses a message while another is under way, and the answer may overtake that one's
            // end.
            session.whenOpened(() -> {
                terminal.take();
                new StandardInput(console.in(), sender).start();
            });
            return session.exitCode();
        } catch (CompletionException e) {
            throw failure(e);
        } finally {
            close(socket);
            terminal.restore();
            Runtime.getRuntime().removeShutdownHook(goodbye);
        }
    }

    private WebSocket open(String path, ExecSession session) {
        var server = configuration.server().toString().replaceFirst("^http", "ws");
        try {
            return http.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + configuration.token())
                    .subprotocols(PROTOCOL)
                    .buildAsync(URI.create(server + path), session)
                    .join();
        } catch (CompletionException e) {
            throw failure(e);
        }
    }

    private Failure failure(CompletionException e) {
        if (e.getCause() instanceof Failure failure) {
            return failure;
        }
        if (e.getCause() instanceof WebSocketHandshakeException refused) {
            return refusal(refused);
        }
        if (e.getCause() instanceof IOException broken) {
            return Api.unreachable(configuration.server(), broken);
        }
        throw e;
    }

    private static Failure refusal(WebSocketHandshakeException refused) {
        var response = refused.getResponse();
        var body = response.body() instanceof String text ? text : "";
        return Failure.refused(
                Problem.of(response.statusCode(), body).text(response.uri().getPath()));
    }

    /** Says goodbye where the other side still listens; the connection is gone when this returns. */
    private static void close(WebSocket socket) {
        if (!socket.isOutputClosed()) {
            socket.sendClose(NORMAL, "")
                    .orTimeout(GOODBYE_MILLIS, TimeUnit.MILLISECONDS)
                    .exceptionally(failure -> socket)
                    .join();
        }
        socket.abort();
    }
}
