package org.lamella.agent.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A pseudo terminal of the host, held by the end that a person's screen and keyboard would be at. The other end is a path, for a
 * process to open.
 *
 * <p>Reads end when the last process has closed the other end. {@link #close} waits for calls that are under way, so it must not
 * come before that: the number of a closed descriptor may at once be another file's.
 */
public final class PseudoTerminal implements AutoCloseable {
    private final Posix posix;
    private final int fd;
    private final Path device;
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private boolean closed;

    private PseudoTerminal(Posix posix, int fd, Path device) {
        this.posix = posix;
        this.fd = fd;
        this.device = device;
    }

    /** Transparent: what is made of a line, an interrupt or a newline is for the terminal inside the context to say. */
    public static PseudoTerminal open(Posix posix, int columns, int rows) throws IOException {
        int fd = posix.openTerminal();
        try {
            PseudoTerminal terminal = new PseudoTerminal(posix, fd, Path.of(posix.otherEndOfTerminal(fd)));
            posix.makeTransparent(fd);
            terminal.resize(columns, rows);
            return terminal;
        } catch (IOException | RuntimeException e) {
            posix.close(fd);
            throw e;
        }
    }

    /** The other end, such as {@code /dev/pts/3}. */
    public Path device() {
        return device;
    }

    /** Harmless when it is closed. The processes at the other end get a SIGWINCH. */
    public void resize(int columns, int rows) throws IOException {
        use.readLock().lock();
        try {
            if (!closed) {
                posix.resizeTerminal(fd, columns, rows);
            }
        } finally {
            use.readLock().unlock();
        }
    }

    /** What the processes write. */
    public InputStream output() {
        return new Output();
    }

    /** What they read. Closing it does nothing, as a keyboard has no end. */
    public OutputStream input() {
        return new Input();
    }

    @Override
    public void close() {
        Lock alone = use.writeLock();
        alone.lock();
        try {
            if (!closed) {
                closed = true;
                posix.close(fd);
            }
        } finally {
            alone.unlock();
        }
    }

    private final class Output extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, buffer.length);
            byte[] piece = new byte[length];
            use.readLock().lock();
            try {
                int read = closed ? -1 : posix.readTerminal(fd, piece);
                System.arraycopy(piece, 0, buffer, offset, Math.max(read, 0));
                return read;
            } finally {
                use.readLock().unlock();
            }
        }
    }

    private final class Input extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                byte[] rest = new byte[length - done];
                System.arraycopy(buffer, offset + done, rest, 0, rest.length);
                use.readLock().lock();
                try {
                    if (closed) {
                        throw new IOException("the terminal is closed");
                    }
                    done += posix.writeTerminal(fd, rest);
                } finally {
                    use.readLock().unlock();
                }
            }
        }
    }
}
