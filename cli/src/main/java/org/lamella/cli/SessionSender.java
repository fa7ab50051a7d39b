package org.lamella.cli;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;

/** The sending half of a session, for several threads: a socket refuses a message while another is under way. */
final class SessionSender {
    private final WebSocket socket;
    private final ReentrantLock sending = new ReentrantLock();

    SessionSender(WebSocket socket) {
        this.socket = socket;
    }

    /**
     * Returns when it is on its way.
     *
     * @throws CompletionException when the session is over
     */
    void binary(ByteBuffer bytes) {
        sending.lock();
        try {
            socket.sendBinary(bytes, true).join();
        } finally {
            sending.unlock();
        }
    }

    /**
     * As {@link #binary}.
     *
     * @throws CompletionException when the session is over
     */
    void text(String json) {
        sending.lock();
        try {
            socket.sendText(json, true).join();
        } finally {
            sending.unlock();
        }
    }
}
