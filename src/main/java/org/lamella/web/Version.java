package org.lamella.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/**
 * What an {@code ETag} says of one thing: how often people have changed it and, where the answer also shows what was seen
 * of it, a digest of that. Both make a cached copy stale; only the first makes a change out of date, so that a script
 * which writes is not refused because a sliver has just started: see {@link IfMatch}.
 *
 * @param number the thing's own version, counted by its owner
 * @param seen hexadecimal; empty when the answer shows nothing but what people have set
 */
public record Version(long number, String seen) {
    private static final int DIGEST_BYTES = 8;

    public static Version of(long number) {
        return new Version(number, "");
    }

    /**
     * The version of an answer that shows these beside the thing itself.
     *
     * @param observed must say in their {@code toString} all that is shown of them, as records, enums and numbers do
     */
    public Version showing(Object... observed) {
        byte[] digest = sha256(Arrays.toString(observed));
        return new Version(number, HexFormat.of().formatHex(digest, 0, DIGEST_BYTES));
    }

    /** A strong entity tag (RFC 9110 §8.8.3), in its quotes. */
    public String tag() {
        return seen.isEmpty() ? "\"" + number + "\"" : "\"" + number + "." + seen + "\"";
    }

    /** 200 with the tag, which a GET with a fitting {@code If-None-Match} turns into 304 by itself. */
    public <T> ResponseEntity<T> answer(T body) {
        return ResponseEntity.ok().header(HttpHeaders.ETAG, tag()).body(body);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
