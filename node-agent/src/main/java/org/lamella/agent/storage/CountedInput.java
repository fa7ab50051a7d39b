package org.lamella.agent.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.IntConsumer;

/** Tells how much of a file has been read, in percent. */
final class CountedInput extends FilterInputStream {
    private static final int WHOLE = 100;

    private final long size;
    private final IntConsumer progress;
    private long read;

    /** @param size of the whole file, in bytes */
    CountedInput(InputStream input, long size, IntConsumer progress) {
        super(input);
        this.size = Math.max(1, size);
        this.progress = progress;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        if (count > 0) {
            read += count;
            progress.accept((int) (WHOLE * read / size));
        }
        return count;
    }
}
