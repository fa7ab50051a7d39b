package org.lamella.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionException;

/**
 * The sending half of a session: standard input, a chunk at a time, the next one read only when the last one is on its way, so
 * that a command that does not read holds up whoever writes to this program.
 */
final class StandardInput {
    private static final int CHUNK = 32 * 1024;
    private static final byte STDIN = 0;

    private final InputStream in;
    private final SessionSender session;

    StandardInput(InputStream in, SessionSender session) {
        this.in = in;
        this.session = session;
    }

    /** In a thread that does not keep the process: a read from a terminal ends only when somebody types. */
    void start() {
        Thread.ofPlatform().daemon().name("standard-input").start(this::pump);
    }

    private void pump() {
        var chunk = new byte[1 + CHUNK];
        chunk[0] = STDIN;
        try {
            for (int read = read(chunk); read >= 0; read = read(chunk)) {
                session.binary(ByteBuffer.wrap(chunk, 0, 1 + read));
            }
            session.text("{\"stdinClosed\":true}");
        } catch (CompletionException e) {
            // The session is over, which its receiving half notices and reports.
        }
    }

    private int read(byte[] chunk) {
        try {
            return in.read(chunk, 1, CHUNK);
        } catch (IOException e) {
            // Started with standard input closed: the command gets an empty one.
            return -1;
        }
    }
}
