package org.lamella.agent.console;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.lamella.agent.host.FileNames;

/**
 * The last of what was written to a stream, in a folder: pieces of the stream, each in a file named by where in the stream it
 * begins. So a piece and its name say where the stream ends, and a kill at any point leaves nothing to put in order.
 */
final class KeptLog {
    /** Bytes that are kept at least, where there were as many. */
    static final int KEPT = 256 * 1024;

    private static final int PIECE = 64 * 1024;

    private final Path folder;

    KeptLog(Path folder) {
        this.folder = folder;
    }

    private record Piece(Path file, long start, long length) {
        long end() {
            return start + length;
        }
    }

    /** Part of the stream. */
    static final class Part {
        private final long start;
        private final byte[] bytes;

        /** @param start where in the stream it begins; later than asked for where what was asked for is not kept any more */
        Part(long start, byte[] bytes) {
            this.start = start;
            this.bytes = bytes;
        }

        long start() {
            return start;
        }

        long end() {
            return start + bytes.length;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /** Where the stream ends; 0 where nothing was written to it. */
    long end() throws IOException {
        List<Piece> pieces = pieces();
        return pieces.isEmpty() ? 0 : pieces.getLast().end();
    }

    /**
     * Adds to the stream. What is between its end and here was lost, and is left out.
     *
     * @param at where in the stream these bytes are; not before its end
     */
    void append(long at, byte[] bytes) throws IOException {
        Files.createDirectories(folder);
        int done = 0;
        while (done < bytes.length) {
            List<Piece> pieces = pieces();
            boolean another = pieces.isEmpty()
                    || pieces.getLast().end() != at + done
                    || pieces.getLast().length() >= PIECE;
            long room = another ? PIECE : PIECE - pieces.getLast().length();
            int length = (int) Math.min(room, bytes.length - done);
            write(
                    another
                            ? folder.resolve(Long.toString(at + done))
                            : pieces.getLast().file(),
                    ByteBuffer.wrap(bytes, done, length));
            done += length;
            if (another) {
                dropWhatIsTooOld();
            }
        }
    }

    private static void write(Path file, ByteBuffer bytes) throws IOException {
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        }
    }

    private void dropWhatIsTooOld() throws IOException {
        List<Piece> pieces = pieces();
        long kept = 0;
        for (Piece piece : pieces.reversed()) {
            if (kept >= KEPT) {
                Files.deleteIfExists(piece.file());
            }
            kept += piece.length();
        }
    }

    /** @param from where in the stream to begin; what is not kept any more is left out */
    Part read(long from, int most) throws IOException {
        List<Piece> wanted =
                pieces().stream().filter(piece -> piece.end() > from).toList();
        if (wanted.isEmpty()) {
            return new Part(Math.max(from, end()), new byte[0]);
        }
        long start = Math.max(from, wanted.getFirst().start());
        ByteBuffer bytes = ByteBuffer.allocate(most);
        long at = start;
        for (Piece piece : wanted) {
            // What is not joined to what was read so far is for the next time: a part has no gap.
            if (!bytes.hasRemaining() || piece.start() > at) {
                break;
            }
            at += read(piece, at - piece.start(), bytes);
        }
        byte[] read = new byte[bytes.position()];
        bytes.flip().get(read);
        return new Part(start, read);
    }

    private static int read(Piece piece, long offset, ByteBuffer into) throws IOException {
        int before = into.position();
        try (FileChannel in = FileChannel.open(piece.file(), StandardOpenOption.READ)) {
            int last = 0;
            while (into.hasRemaining() && last >= 0) {
                last = in.read(into, offset + into.position() - before);
            }
        }
        return into.position() - before;
    }

    void delete() throws IOException {
        for (Piece piece : pieces()) {
            Files.deleteIfExists(piece.file());
        }
        Files.deleteIfExists(folder);
    }

    private List<Piece> pieces() throws IOException {
        List<Piece> pieces = new ArrayList<>();
        for (String name : FileNames.in(folder)) {
            Path file = folder.resolve(name);
            pieces.add(new Piece(file, Long.parseLong(name), Files.size(file)));
        }
        pieces.sort(Comparator.comparingLong(Piece::start));
        return pieces;
    }
}
