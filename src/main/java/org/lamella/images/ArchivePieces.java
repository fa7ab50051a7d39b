package org.lamella.images;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The bytes of uploads and archives. All pieces of one are of the same length, but for the last. */
@Component
public class ArchivePieces {
    /** Bytes of a piece. */
    public static final int LENGTH = 1 << 20;

    private final JdbcClient jdbc;
    private final Clock clock;

    ArchivePieces(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    @Transactional
    public long begin() {
        return jdbc.sql("insert into image_uploads (heard_at) values (?) returning id")
                .param(now())
                .query(Long.class)
                .single();
    }

    /** @throws IOException when the upload was given up meanwhile */
    @Transactional(rollbackFor = IOException.class)
    public void append(long upload, int number, byte[] bytes) throws IOException {
        if (jdbc.sql("update image_uploads set heard_at = ? where id = ?")
                        .params(now(), upload)
                        .update()
                == 0) {
            throw new IOException("this upload was given up, since nothing came for too long");
        }
        jdbc.sql("insert into image_pieces (upload_id, number, bytes) values (?, ?, ?)")
                .params(upload, number, bytes)
                .update();
    }

    /** Forgets an upload that is no archive. */
    @Transactional
    public void discard(long upload) {
        jdbc.sql("delete from image_uploads where id = ?").param(upload).update();
    }

    /** @return empty behind the last piece */
    @Transactional(readOnly = true)
    public Optional<byte[]> read(long upload, int number) {
        return jdbc.sql("select bytes from image_pieces where upload_id = ? and number = ?")
                .params(upload, number)
                .query(byte[].class)
                .optional();
    }

    /** All that has been appended. Holds one piece at a time, and no connection between two. */
    InputStream open(long upload) {
        return new Pieces(upload);
    }

    private final class Pieces extends InputStream {
        private final long upload;
        private int next;
        private InputStream piece = InputStream.nullInputStream();

        Pieces(long upload) {
            this.upload = upload;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int count = piece.read(bytes, offset, length);
            if (count >= 0) {
                return count;
            }
            Optional<byte[]> following = ArchivePieces.this.read(upload, next);
            if (following.isEmpty()) {
                return -1;
            }
            next++;
            piece = new ByteArrayInputStream(following.get());
            return piece.read(bytes, offset, length);
        }
    }
}
