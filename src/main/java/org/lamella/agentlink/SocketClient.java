package org.lamella.agentlink;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.lamella.web.Problems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes to an {@link ExecSocket}'s client, one thread at a time; that it is gone is noticed when its socket closes. */
final class SocketClient implements ExecClient {
    private static final Logger log = LoggerFactory.getLogger(SocketClient.class);
    private static final byte STDOUT = 1;
    private static final byte STDERR = 2;

    private final WebSocketSession socket;
    private final JsonMapper json;
    private final ReentrantLock sending = new ReentrantLock();

    SocketClient(WebSocketSession socket, JsonMapper json) {
        this.socket = socket;
        this.json = json;
    }

    WebSocketSession socket() {
        return socket;
    }

    @Override
    public void opened() {
        text(Map.of("opened", true));
    }

    @Override
    public void stdout(byte[] bytes) {
        send(new BinaryMessage(framed(STDOUT, bytes)));
    }

    @Override
    public void stderr(byte[] bytes) {
        send(new BinaryMessage(framed(STDERR, bytes)));
    }

    @Override
    public void exited(int code) {
        text(Map.of("exit", code));
        close();
    }

    @Override
    public void failed(String reason) {
        problem(HttpStatus.BAD_GATEWAY, "session-failed", reason);
    }

    void problem(HttpStatus status, String type, String detail) {
        ProblemDetail problem = Problems.problem(status, type, status.getReasonPhrase(), detail);
        JsonNode tree = json.valueToTree(problem);
        text(Map.of("problem", tree));
        close();
    }

    /** False when it surely is not. While something is being sent nothing more is asked: that fails by itself. */
    boolean isThere() {
        if (!sending.tryLock()) {
            return true;
        }
        try {
            socket.sendMessage(new PingMessage());
            return true;
        } catch (IOException | IllegalStateException e) {
            return false;
        } finally {
            sending.unlock();
        }
    }

    private void text(Map<String, ?> message) {
        send(new TextMessage(json.writeValueAsString(message)));
    }

    private void send(WebSocketMessage<?> message) {
        sending.lock();
        try {
            socket.sendMessage(message);
        } catch (IOException | IllegalStateException e) {
            log.debug("the client of an exec has gone: {}", e.getMessage());
        } finally {
            sending.unlock();
        }
    }

    private void close() {
        try {
            socket.close(CloseStatus.NORMAL);
        } catch (IOException e) {
            log.debug("the client of an exec has gone: {}", e.getMessage());
        }
    }

    private static byte[] framed(byte channel, byte[] bytes) {
        byte[] frame = new byte[bytes.length + 1];
        frame[0] = channel;
        System.arraycopy(bytes, 0, frame, 1, bytes.length);
        return frame;
    }
}
