package org.lamella.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The receiving half of a session. At most one message is asked for at a time, and the next only after this one's bytes are
 * written: a reader that is slow holds up the sliver, and no output piles up here.
 */
final class ExecSession implements WebSocket.Listener {
    private static final byte STDOUT = 1;
    private static final byte STDERR = 2;
    private static final int LARGEST_TEXT = 1 << 20;

    /** As a shell reports a command that wrote into a closed pipe: 128 + SIGPIPE. */
    private static final int BROKEN_PIPE = 141;

    private final Console console;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();

    /** Where the message goes whose parts are coming; null between messages. */
    private OutputStream target;

    ExecSession(Console console) {
        this.console = console;
    }

    /**
     * Waits for the command to end.
     *
     * @throws java.util.concurrent.CompletionException around a {@link Failure} or the connection's own error
     */
    int exitCode() {
        return exit.join();
    }

    /** Has an action run once the command has been started, at once where it already is; where it fails, so does the session. */
    void whenOpened(Runnable action) {
        var _ = opened.thenRun(action).exceptionally(failure -> {
            exit.completeExceptionally(failure.getCause());
            return null;
        });
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        text.append(part);
        if (text.length() > LARGEST_TEXT) {
            fail("the server sent a text message of more than " + LARGEST_TEXT + " characters");
        } else if (last) {
            control(text.toString());
            text.setLength(0);
        }
        socket.request(1);
        return null;
    }

    private void control(String message) {
        var json = Json.parse(message);
        if (json.path("opened").asBoolean(false)) {
            opened.complete(null);
        } else if (json.has("exit")) {
            exit.complete(json.path("exit").asInt());
        } else if (json.has("problem")) {
            exit.completeExceptionally(Failure.refused(new Problem(0, json.path("problem")).text("")));
        }
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
        try {
            if (target == null && part.hasRemaining()) {
                target = stream(part.get());
            }
            write(part);
        } catch (IOException e) {
            // Nobody reads on: as a local command would end by SIGPIPE, so does the one in the sliver.
            exit.complete(BROKEN_PIPE);
        }
        if (last) {
            target = null;
        }
        socket.request(1);
        return null;
    }

    private OutputStream stream(byte mark) {
        return switch (mark) {
            case STDOUT -> console.out();
            case STDERR -> console.err();
            default -> OutputStream.nullOutputStream();
        };
    }

    private void write(ByteBuffer part) throws IOException {
        var bytes = new byte[part.remaining()];
        part.get(bytes);
        if (bytes.length > 0) {
            target.write(bytes);
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        fail("the server closed the session before the command ended (" + status
                + (reason.isEmpty() ? ")" : " " + reason + ")"));
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        fail("the session broke before the command ended: " + error.getMessage());
    }

    /** Without effect once the command has ended. */
    private void fail(String message) {
        exit.completeExceptionally(Failure.unreachable(message, null));
    }
}
