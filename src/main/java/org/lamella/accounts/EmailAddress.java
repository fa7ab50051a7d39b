package org.lamella.accounts;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A mail address, in lower case, as it is kept. Narrower than RFC 5321: what it leaves out (quoted local parts, slashes) nobody
 * has, and it fits into an address line.
 */
record EmailAddress(String text) {
    static final String RULE = "must be a mail address such as ada@example.org, of at most 254 characters";

    private static final Pattern SHAPE = Pattern.compile(
            "[a-z0-9_+=&~'!$*-]+(\\.[a-z0-9_+=&~'!$*-]+)*@[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    EmailAddress {
        if (!isWellFormed(text)) {
            throw new IllegalArgumentException(text + ": " + RULE);
        }
    }

    static boolean isWellFormed(String text) {
        return text.length() <= 254
                && text.indexOf('@') <= 64
                && SHAPE.matcher(text).matches();
    }

    /** The same address for however it was typed. */
    static String normal(String typed) {
        return typed.strip().toLowerCase(Locale.ROOT);
    }
}
