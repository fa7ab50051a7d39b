package org.lamella.agent.access;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Copies the peer's standard input to a process. Input for a process that reads no more is taken and dropped, as a
 * closed pipe would: whoever sends it must not hang.
 */
final class InputPump {
    private final OutputStream to;
    private final SessionPeer peer;
    private final Thread thread;
    private boolean open = true;

    /** A platform thread for the reason given at {@link OutputPump}. */
    InputPump(String name, OutputStream to, SessionPeer peer) {
        this.to = to;
        this.peer = peer;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::copy);
    }

    void start() {
        thread.start();
    }

    private void copy() {
        try {
            for (Optional<byte[]> piece = peer.input(); piece.isPresent(); piece = peer.input()) {
                write(piece.get());
            }
        } catch (PeerGone e) {
            // The session ends because of it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    private void write(byte[] piece) {
        if (open) {
            try {
                to.write(piece);
                to.flush();
            } catch (IOException e) {
                close();
            }
        }
    }

    private void close() {
        open = false;
        try {
            to.close();
        } catch (IOException e) {
            // Nobody reads it any more.
        }
    }
}
