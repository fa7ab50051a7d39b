package org.lamella.agent.access;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.lamella.agent.access.SessionPeer.Output;

/**
 * Copies one output of a process to the peer, a chunk at a time: while the peer takes nothing, nothing is read, and the
 * process waits at a full pipe.
 */
final class OutputPump {
    static final int CHUNK = 32 * 1024;

    private final InputStream from;
    private final Output which;
    private final SessionPeer peer;
    private final Thread thread;
    private volatile boolean reading;
    private volatile long readingSince;

    /** A platform thread, because a read of a pipe would hold a virtual thread's carrier for as long as it blocks. */
    OutputPump(String name, InputStream from, Output which, SessionPeer peer) {
        this.from = from;
        this.which = which;
        this.peer = peer;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::copy);
    }

    void start() {
        thread.start();
    }

    /**
     * For a process that has ended: waits until all that it wrote is sent. A child that it left behind may hold the pipe
     * open for ever, so the end is also reached when nothing came for as long as {@code quiet}; time that the peer takes
     * to accept output does not count.
     */
    void drain(Duration quiet) throws InterruptedException {
        while (!thread.join(quiet.dividedBy(4))) {
            if (reading && System.nanoTime() - readingSince >= quiet.toNanos()) {
                return;
            }
        }
    }

    private void copy() {
        byte[] buffer = new byte[CHUNK];
        try {
            int length = read(buffer);
            while (length >= 0) {
                peer.output(which, buffer, length);
                length = read(buffer);
            }
        } catch (IOException | PeerGone e) {
            // The session has ended, or ends because of it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int read(byte[] buffer) throws IOException {
        readingSince = System.nanoTime();
        reading = true;
        int length = from.read(buffer);
        reading = false;
        return length;
    }
}
