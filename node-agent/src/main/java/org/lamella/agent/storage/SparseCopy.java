package org.lamella.agent.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.lamella.agent.host.FileRange;

/** Copies a stretch of a file to the same place in another, and leaves out what is zeros there. */
final class SparseCopy {
    private static final int BLOCK = 4096;
    private static final int CHUNK = 16 * BLOCK;
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(CHUNK).asReadOnlyBuffer();

    private SparseCopy() {}

    static void copy(FileChannel in, FileChannel out, FileRange range) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        for (long at = range.offset(); at < range.end(); at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(CHUNK, range.end() - at));
            while (buffer.hasRemaining() && in.read(buffer, at + buffer.position()) > 0) {
                // until it is full
            }
            write(buffer.flip(), out, at);
        }
    }

    /** From the buffer's beginning to its limit, what is not zeros. */
    static void write(ByteBuffer buffer, FileChannel out, long at) throws IOException {
        int end = buffer.limit();
        for (int block = 0; block < end; block += BLOCK) {
            ByteBuffer piece = buffer.slice(block, Math.min(BLOCK, end - block));
            if (!piece.equals(ZEROS.slice(0, piece.remaining()))) {
                for (int done = 0; piece.hasRemaining(); ) {
                    done += out.write(piece, at + block + done);
                }
            }
        }
    }
}
