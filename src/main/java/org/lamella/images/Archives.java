package org.lamella.images;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.lamella.access.Caller;
import org.lamella.audit.AuditTrail;
import org.lamella.audit.Difference;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.QuotaExceeded;
import org.lamella.web.QuotaExceeded.Shortfall;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** The archives of images: each is kept once, by the digest of its bytes, and never changes. */
@Component
public class Archives {
    private static final Logger log = LoggerFactory.getLogger(Archives.class);
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final String SELECT = "select digest, bytes, format, unpacked_bytes from image_archives";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final ArchivePieces pieces;
    private final ArchiveSettings settings;
    private final AuditTrail audit;
    private final Clock clock;

    Archives(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            ArchivePieces pieces,
            ArchiveSettings settings,
            AuditTrail audit,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.pieces = pieces;
        this.settings = settings;
        this.audit = audit;
        this.clock = clock;
    }

    static boolean isDigest(String text) {
        return DIGEST.matcher(text).matches();
    }

    public Optional<Archive> find(String digest) {
        return jdbc.sql(SELECT + " where digest = ?")
                .param(digest)
                .query(Archive.class)
                .optional();
    }

    /** By which upload the bytes of an archive are found. */
    public Optional<Long> uploadOf(String digest) {
        return jdbc.sql("select upload_id from image_archives where digest = ?")
                .param(digest)
                .query(Long.class)
                .optional();
    }

    /**
     * Takes in an archive, piece by piece, so that neither memory nor a transaction grows with it.
     *
     * @param announced its length in bytes, as far as its sender says; negative: he does not
     * @param expected the digest that it must have; empty: any
     * @throws InvalidInput when it is not what was expected, or no archive
     * @throws QuotaExceeded when there is no room for it
     * @throws IOException when it does not come to its end
     */
    Archive take(Caller caller, InputStream body, long announced, String expected) throws IOException {
        caller.requireAdmin("bring images");
        if (!expected.isEmpty() && !isDigest(expected)) {
            throw refused("digest", "“" + expected + "” is no digest: sha256: and 64 hexadecimal digits, lower-case");
        }
        requireRoom(Math.max(1, announced));
        long upload = pieces.begin();
        boolean kept = false;
        try {
            Taken taken = copy(body, upload);
            if (!expected.isEmpty() && !expected.equals(taken.digest())) {
                throw refused(
                        "digest",
                        "what came has the digest " + taken.digest() + " and not " + expected
                                + ": it was damaged on its way, or is another archive");
            }
            ArchiveReader.Found found = ArchiveReader.read(pieces.open(upload), settings.maxUnpackedBytes());
            Archive archive = new Archive(taken.digest(), taken.bytes(), found.format(), found.unpackedBytes());
            kept = Boolean.TRUE.equals(transaction.execute(status -> keep(archive, upload)));
            return archive;
        } catch (ArchiveRefused e) {
            throw refused("body", "this is no image: " + e.getMessage());
        } finally {
            if (!kept) {
                pieces.discard(upload);
            }
        }
    }

    private static InvalidInput refused(String field, String message) {
        return new InvalidInput(List.of(FieldError.invalid(field, message)));
    }

    private void requireRoom(long bytes) {
        if (bytes > settings.maxBytes()) {
            throw new QuotaExceeded(
                    List.of(new Shortfall("bytes", "one archive", 0, bytes, settings.maxBytes(), List.of())));
        }
        long used = jdbc.sql("select coalesce(sum(bytes), 0) from image_archives")
                .query(Long.class)
                .single();
        if (used + bytes > settings.totalBytes()) {
            throw new QuotaExceeded(List.of(
                    new Shortfall("bytes", "all archives of images", used, bytes, settings.totalBytes(), List.of())));
        }
    }

    private record Taken(String digest, long bytes) {}

    private Taken copy(InputStream body, long upload) throws IOException {
        MessageDigest digest = sha256();
        long bytes = 0;
        byte[] piece = new byte[ArchivePieces.LENGTH];
        int number = 0;
        for (int count = body.readNBytes(piece, 0, piece.length);
                count > 0;
                count = body.readNBytes(piece, 0, piece.length)) {
            bytes += count;
            requireRoom(bytes);
            digest.update(piece, 0, count);
            pieces.append(upload, number++, count == piece.length ? piece : Arrays.copyOf(piece, count));
        }
        return new Taken("sha256:" + HexFormat.of().formatHex(digest.digest()), bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return false when the same was there already; it then stays a while longer */
    private boolean keep(Archive archive, long upload) {
        boolean first = jdbc.sql("""
                        insert into image_archives (digest, upload_id, bytes, format, unpacked_bytes, touched_at)
                        values (?, ?, ?, ?, ?, ?) on conflict (digest) do nothing""")
                        .params(
                                archive.digest(),
                                upload,
                                archive.bytes(),
                                archive.format().name(),
                                archive.unpackedBytes(),
                                now())
                        .update()
                == 1;
        if (first) {
            audit.record(
                    "image-archive-brought",
                    "image-archive",
                    archive.digest(),
                    archive.bytes() + " bytes",
                    Difference.made(Map.of(
                            "bytes", archive.bytes(), "format", archive.format().name())));
        } else {
            touch(archive.digest());
        }
        return first;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private OffsetDateTime before(Duration ago) {
        return clock.instant().minus(ago).atOffset(ZoneOffset.UTC);
    }

    /** It stays a while from now on, though no image may lead to it. */
    void touch(String digest) {
        jdbc.sql("update image_archives set touched_at = ? where digest = ?")
                .params(now(), digest)
                .update();
    }

    /** Each replica does; what another has removed meanwhile is only not there. */
    @Scheduled(fixedDelayString = "PT1M")
    void collect() {
        try {
            transaction.executeWithoutResult(status -> {
                jdbc.sql("""
                                delete from image_archives a where touched_at < ?
                                and not exists (select from images i where i.archive = a.digest)""").param(before(settings.unusedFor())).update();
                int uploads =
                        jdbc.sql("""
                                delete from image_uploads u where heard_at < ?
                                and not exists (select from image_archives a where a.upload_id = u.id)""").param(before(settings.unfinishedFor())).update();
                if (uploads > 0) {
                    log.info("removed {} uploads of images, unfinished or in no use", uploads);
                }
            });
        } catch (DataAccessException | TransactionException e) {
            log.warn("archives of images cannot be collected now: {}", e.getMessage());
        }
    }
}
