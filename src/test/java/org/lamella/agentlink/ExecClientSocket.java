package org.lamella.agentlink;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.lamella.testing.Browser;
import org.lamella.testing.Rest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command line's end of an exec. It takes messages only as far as it is told to. */
final class ExecClientSocket implements WebSocket.Listener {
    private static final long HELD_UP_MILLIS = 500;

    private final CopyOnWriteArrayList<JsonNode> texts = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final StringBuilder text = new StringBuilder();
    private ByteArrayOutputStream target;
    private WebSocket socket;
    private volatile int closed = -1;

    /** @return the status of the refusal, or 101 */
    static int handshake(Rest rest, String path) {
        try {
            connect(rest, path, new ExecClientSocket()).abort();
            return 101;
        } catch (CompletionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    /**
     * The handshake of a script on a page that a browser shows.
     *
     * @param origin the page's; empty sends none
     * @return the status of the refusal, or 101
     */
    static int handshake(URI address, Browser browser, String origin) {
        try {
            connect(address, browser, origin, new ExecClientSocket()).abort();
            return 101;
        } catch (CompletionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    /** As such a script: connects, sends the command and takes everything. */
    static ExecClientSocket run(URI address, Browser browser, String origin, String request) {
        ExecClientSocket client = new ExecClientSocket();
        client.socket = connect(address, browser, origin, client);
        client.socket.sendText(request, true).join();
        client.take(Long.MAX_VALUE);
        return client;
    }

    @SuppressWarnings("resource") // Lives as long as the socket.
    private static WebSocket connect(URI address, Browser browser, String origin, ExecClientSocket listener) {
        WebSocket.Builder builder = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Cookie", browser.cookies())
                .subprotocols(ExecSocket.SUB_PROTOCOL);
        if (!origin.isEmpty()) {
            builder.header("Origin", origin);
        }
        return builder.buildAsync(address, listener).join();
    }

    /** Connects, sends the command and takes everything. */
    static ExecClientSocket run(Rest rest, String path, String request) {
        ExecClientSocket client = open(rest, path, request);
        client.take(Long.MAX_VALUE);
        return client;
    }

    /** Connects and sends the command; takes nothing yet. */
    static ExecClientSocket open(Rest rest, String path, String request) {
        ExecClientSocket client = new ExecClientSocket();
        client.socket = connect(rest, path, client);
        client.socket.sendText(request, true).join();
        return client;
    }

    @SuppressWarnings("resource") // Lives as long as the socket.
    private static WebSocket connect(Rest rest, String path, ExecClientSocket listener) {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + rest.token())
                .subprotocols(ExecSocket.SUB_PROTOCOL)
                .buildAsync(rest.uri("ws", path), listener)
                .join();
    }

    @Override
    public void onOpen(WebSocket opened) {
        // Nothing is asked for until a test does.
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            texts.add(new JsonMapper().readTree(text.toString()));
            text.setLength(0);
        }
        return null;
    }

    @Override
    public synchronized CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
        if (target == null) {
            target = part.get() == 1 ? out : err;
        }
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        target.writeBytes(bytes);
        if (last) {
            target = null;
        }
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        closed = status;
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable broken) {
        closed = 1006;
    }

    void take(long messages) {
        socket.request(messages);
    }

    void stdin(String sent) {
        stdin(sent.getBytes(StandardCharsets.UTF_8));
    }

    void stdin(byte[] sent) {
        socket.sendBinary(ByteBuffer.wrap(framed(sent)), true).join();
    }

    /**
     * Sends as a program does that writes into a full pipe.
     *
     * @return how often there was room within half a second
     */
    int stdinUntilHeldUp(byte[] bytes, int atMost) {
        for (int sent = 0; sent < atMost; sent++) {
            try {
                socket.sendBinary(ByteBuffer.wrap(framed(bytes)), true).get(HELD_UP_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException heldUp) {
                return sent;
            } catch (ExecutionException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return atMost;
    }

    void text(String sent) {
        socket.sendText(sent, true).join();
    }

    void binary(byte... sent) {
        socket.sendBinary(ByteBuffer.wrap(sent), true).join();
    }

    void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    void abort() {
        socket.abort();
    }

    void awaitOpened() {
        await().until(() -> !texts.isEmpty() && texts.getFirst().path("opened").asBoolean(false));
    }

    int awaitExit() {
        return awaitLast("exit").asInt();
    }

    JsonNode awaitProblem() {
        return awaitLast("problem");
    }

    int awaitClosed() {
        await().until(() -> closed >= 0);
        return closed;
    }

    synchronized String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    synchronized String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    synchronized int outBytes() {
        return out.size();
    }

    private JsonNode awaitLast(String field) {
        await().until(() -> !texts.isEmpty() && texts.getLast().has(field));
        return texts.getLast().path(field);
    }

    private static byte[] framed(byte[] sent) {
        byte[] frame = new byte[sent.length + 1];
        System.arraycopy(sent, 0, frame, 1, sent.length);
        return frame;
    }
}
