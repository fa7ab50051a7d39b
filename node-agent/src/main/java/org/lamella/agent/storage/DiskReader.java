package org.lamella.agent.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.lamella.agent.host.FileRange;

/**
 * Reads a sparse file piece by piece, without what is zeros, and knows a digest of it at the end.
 *
 * <p>The digest is one of all blocks of 4 KiB that are not zeros, each with its place. So it says the same of two files that read
 * alike, wherever the one or the other has holes.
 */
public final class DiskReader implements AutoCloseable {
    private static final int BLOCK = 4096;
    private static final int CHUNK = 32 * BLOCK;
    private static final byte[] ZEROS = new byte[BLOCK];

    private final FileChannel file;
    private final Deque<FileRange> ranges;
    private final MessageDigest digest = sha256();
    private final long dataBytes;

    /** @param bytes not zeros in front nor behind, zeros in between only where blocks are among others */
    public record Piece(long offset, ByteBuffer bytes) {}

    /** @param ranges where the file has data, in order */
    DiskReader(Path file, List<FileRange> ranges) throws IOException {
        this.file = FileChannel.open(file, StandardOpenOption.READ);
        this.ranges =
                new ArrayDeque<>(ranges.stream().map(DiskReader::wholeBlocks).toList());
        this.dataBytes = ranges.stream().mapToLong(FileRange::length).sum();
    }

    private static FileRange wholeBlocks(FileRange range) {
        long begin = range.offset() / BLOCK * BLOCK;
        return new FileRange(begin, (range.end() + BLOCK - 1) / BLOCK * BLOCK - begin);
    }

    /** How much there is to read at most. */
    public long dataBytes() {
        return dataBytes;
    }

    /** @return empty at the end */
    public Optional<Piece> next() throws IOException {
        while (!ranges.isEmpty()) {
            FileRange range = ranges.pop();
            int length = (int) Math.min(CHUNK, range.length());
            if (range.length() > length) {
                ranges.push(new FileRange(range.offset() + length, range.length() - length));
            }
            Optional<Piece> piece = data(range.offset(), read(range.offset(), length));
            if (piece.isPresent()) {
                return piece;
            }
        }
        return Optional.empty();
    }

    private ByteBuffer read(long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && file.read(buffer, offset + buffer.position()) > 0) {
            // until it is full, or the file ends
        }
        return buffer.clear(); // what is behind the file's end counts as zeros
    }

    private Optional<Piece> data(long offset, ByteBuffer buffer) {
        int first = -1;
        int last = 0;
        for (int at = 0; at < buffer.limit(); at += BLOCK) {
            if (!isZeros(buffer, at)) {
                first = first < 0 ? at : first;
                last = at + BLOCK;
                digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, offset + at));
                digest.update(buffer.slice(at, BLOCK));
            }
        }
        return first < 0 ? Optional.empty() : Optional.of(new Piece(offset + first, buffer.slice(first, last - first)));
    }

    private static boolean isZeros(ByteBuffer buffer, int at) {
        return buffer.slice(at, BLOCK).equals(ByteBuffer.wrap(ZEROS));
    }

    /** To be asked once, after the last piece. */
    public String digest() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
