package org.lamella.nodes;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.lamella.web.FieldError;

/** A word about a node, and what it says: {@code arch=x86_64}. The value may be empty: {@code ssd}. */
public record Label(String name, String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9._/-]{0,61}[a-z0-9])?");
    static final int LONGEST_VALUE = 255;
    static final int MOST_OF_A_NODE = 50;
    static final String RULE =
            "lower-case letters, digits, dots, hyphens, underscores and slashes, at most 63, beginning and ending with a"
                    + " letter or digit";

    /** A label as somebody typed it, {@code arch=x86_64} or {@code ssd}; not checked yet. */
    public record Text(String name, String value) {
        public static Text of(String text) {
            String[] parts = text.split("=", 2);
            return new Text(parts[0].strip(), parts.length == 2 ? parts[1].strip() : "");
        }
    }

    /** @throws IllegalArgumentException for what {@link #objections} would refuse: a programmer's error */
    public Label {
        Objects.requireNonNull(name);
        Objects.requireNonNull(value);
        if (!isWellFormed(name) || value.length() > LONGEST_VALUE) {
            throw new IllegalArgumentException(name + "=" + value + " is no label");
        }
    }

    /** To be asked about a name from outside; groups are named by the same rule. */
    public static boolean isWellFormed(String name) {
        return FORM.matcher(name).matches();
    }

    /** What is wrong with a label from outside. */
    static List<FieldError> objections(String name, String value) {
        List<FieldError> errors = new ArrayList<>();
        if (!isWellFormed(name)) {
            errors.add(FieldError.invalid(name, "“" + name + "” is no label's name: " + RULE));
        }
        if (value.length() > LONGEST_VALUE) {
            errors.add(FieldError.invalid(
                    name, "the value has " + value.length() + " characters, at most " + LONGEST_VALUE));
        }
        return errors;
    }

    /** As people write it: the name alone when the value is empty. */
    public String text() {
        return value.isEmpty() ? name : name + "=" + value;
    }
}
