package org.lamella.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Serves one WebSocket (RFC 6455) by a script, or refuses its handshake; the other end of an exec session. */
final class FakeExecServer implements AutoCloseable {
    /** What the server does with the session; the peer's head of the request is already answered. */
    interface Script {
        void play(FakeSession session) throws IOException;
    }

    private static final Pattern KEY = Pattern.compile("(?im)^Sec-WebSocket-Key: *(\\S+)");
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket listening;
    private final CompletableFuture<String> head = new CompletableFuture<>();
    private final CompletableFuture<Void> played = new CompletableFuture<>();

    private FakeExecServer(ServerSocket listening) {
        this.listening = listening;
    }

    static FakeExecServer playing(Script script) throws IOException {
        var server = new FakeExecServer(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual()
                .start(() -> server.serve(socket -> {
                    server.accept(socket);
                    script.play(new FakeSession(socket));
                }));
        return server;
    }

    static FakeExecServer refusing(int status, String problem) throws IOException {
        var server = new FakeExecServer(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        var body = problem.getBytes(UTF_8);
        Thread.ofVirtual()
                .start(() -> server.serve(socket -> {
                    server.readHead(socket);
                    var answer =
                            "HTTP/1.1 " + status + " No\r\nContent-Type: application/problem+json\r\nContent-Length: "
                                    + body.length + "\r\n\r\n" + problem;
                    socket.getOutputStream().write(answer.getBytes(UTF_8));
                }));
        return server;
    }

    private interface Serving {
        void serve(Socket socket) throws IOException;
    }

    private void serve(Serving serving) {
        try (var socket = listening.accept()) {
            serving.serve(socket);
            played.complete(null);
        } catch (IOException e) {
            played.completeExceptionally(e);
        }
    }

    private void accept(Socket socket) throws IOException {
        var key = KEY.matcher(readHead(socket));
        if (!key.find()) {
            throw new IOException("no Sec-WebSocket-Key");
        }
        var answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Protocol: lamella.exec.v1\r\nSec-WebSocket-Accept: " + accepted(key.group(1))
                + "\r\n\r\n";
        socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
    }

    private static String accepted(String key) {
        try {
            var sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder().encodeToString(sha1.digest((key + GUID).getBytes(ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Byte by byte, so that nothing of the frames after it is taken. */
    private String readHead(Socket socket) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            var read = socket.getInputStream().read();
            if (read < 0) {
                throw new IOException("the connection ended within the head: " + text);
            }
            text.append((char) read);
        }
        head.complete(text.toString());
        return text.toString();
    }

    int port() {
        return listening.getLocalPort();
    }

    /** The head of the handshake. */
    String head() {
        return head.join();
    }

    /** Waits until the script has ended; throws what it threw. */
    void awaitPlayed() {
        played.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    static DataInputStream buffered(Socket socket) throws IOException {
        return new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }
}
