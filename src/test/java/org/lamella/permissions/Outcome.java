package org.lamella.permissions;

import java.util.Arrays;

/** How far a request came. */
enum Outcome {
    /** Behind every check of rights: what the handler then said of the request does not matter here. */
    ALLOWED("yes"),
    /** Sees the thing, may not do this (403). */
    FORBIDDEN("no"),
    /** As if the thing were not there (404). */
    UNSEEN("hid"),
    /** To be signed in first: 401, or sent on to the form. */
    SIGN_IN("in"),
    /** Nobody can call this that way, such as a page with a token. */
    NOT_APPLICABLE("-");

    private final String word;

    Outcome(String word) {
        this.word = word;
    }

    static Outcome of(int status, String location) {
        return switch (status) {
            case 401 -> SIGN_IN;
            case 403 -> FORBIDDEN;
            case 404 -> UNSEEN;
            case 302 -> location.endsWith("/sign-in") ? SIGN_IN : ALLOWED;
            default -> {
                if (status >= 500 && status != 503) {
                    throw new AssertionError("status " + status);
                }
                yield ALLOWED;
            }
        };
    }

    static Outcome read(String word) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no outcome is called " + word));
    }

    @Override
    public String toString() {
        return word;
    }
}
