package org.lamella.nodes;

import java.util.Objects;
import java.util.regex.Pattern;

/** A node's name: a DNS name, at most 63 characters. */
public record NodeName(String text) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");
    /** Its page would be that of the form for new nodes. */
    static final String RESERVED = "new";

    static final String RULE =
            "lower-case letters, digits, dots and hyphens, at most 63, beginning and ending with a letter or digit";

    /** @throws IllegalArgumentException for text that {@link #isWellFormed} would refuse: a programmer's error */
    public NodeName {
        Objects.requireNonNull(text);
        if (!isWellFormed(text)) {
            throw new IllegalArgumentException(text + " is no node name: " + RULE);
        }
    }

    /** To be asked about text from outside. */
    public static boolean isWellFormed(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
