package org.lamella.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;

/**
 * One link of the chain: how many rows there are up to it, and a hash over all of them.
 *
 * <p>The hash is the SHA-256 of the hash before it and of each field of the row, as its length in bytes of UTF-8, a colon,
 * and its bytes; a null field is a hyphen. No two rows have the same content written so.
 *
 * @param position from 1; 0 is the chain without a row
 * @param hash 64 hexadecimal digits, lower-case
 */
record Seal(long position, String hash) {
    static final Seal NONE = new Seal(0, "0".repeat(64));

    /** Reads the columns {@code position} and {@code hash}. */
    static Seal of(ResultSet row, int number) throws SQLException {
        return new Seal(row.getLong("position"), HexFormat.of().formatHex(row.getBytes("hash")));
    }

    Seal next(AuditRow row) {
        MessageDigest digest = sha256();
        digest.update(bytes());
        for (String field : row.content()) {
            if (field == null) {
                digest.update((byte) '-');
            } else {
                byte[] text = field.getBytes(StandardCharsets.UTF_8);
                digest.update((text.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(text);
            }
        }
        return new Seal(position + 1, HexFormat.of().formatHex(digest.digest()));
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hash);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
