package org.lamella.web.whole;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.lamella.access.Caller;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;

/**
 * A request that may come more than once.
 *
 * @param key chosen by the account for this request alone
 * @param digest over all that makes it this request, in hexadecimal
 */
record Asked(long accountId, String key, String digest) {
    static final String HEADER = "Idempotency-Key";
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    /** @throws InvalidInput when the key is none, or there is no account that it could belong to */
    static Asked of(WholeBody request, Caller caller) {
        String key = request.getHeader(HEADER);
        if (!KEY.matcher(key).matches()) {
            throw wrong("must be 1 to 255 visible characters of ASCII");
        }
        if (caller == null) {
            throw wrong("is for those who are signed in: without an account nobody else's key can be told from yours");
        }
        return new Asked(caller.accountId(), key, digest(request, caller));
    }

    /** With the rights that were shown: an answer must not be had again with a token that would not get it. */
    private static String digest(WholeBody request, Caller caller) {
        String head = String.join(
                "\n",
                request.getMethod(),
                request.getRequestURI(),
                Objects.toString(request.getQueryString(), ""),
                new TreeSet<>(caller.scopes()).toString(),
                "");
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(head.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256.digest(request.bytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InvalidInput wrong(String message) {
        return new InvalidInput(List.of(FieldError.invalid(HEADER, message)));
    }
}
