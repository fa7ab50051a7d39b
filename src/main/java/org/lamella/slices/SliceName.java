package org.lamella.slices;

import java.util.Objects;
import java.util.regex.Pattern;

/** A slice's name as PlanetLab forms it: the site's login base, an underscore, the user's own part. */
public record SliceName(String text) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9.]*_[a-zA-Z0-9_.]+");
    static final int LONGEST = 64;
    static final String RULE =
            "a site's login base, an underscore, then letters, digits, dots and underscores, at most " + LONGEST
                    + " in all, such as demo_hello";

    /** @throws IllegalArgumentException for text that {@link #isWellFormed} would refuse: a programmer's error */
    public SliceName {
        Objects.requireNonNull(text);
        if (!isWellFormed(text)) {
            throw new IllegalArgumentException(text + " is no slice name: " + RULE);
        }
    }

    /** To be asked about text from outside. */
    public static boolean isWellFormed(String text) {
        return text.length() <= LONGEST && FORM.matcher(text).matches();
    }

    /** The login base of the site that the slice belongs to. */
    public String loginBase() {
        return text.substring(0, text.indexOf('_'));
    }

    @Override
    public String toString() {
        return text;
    }
}
