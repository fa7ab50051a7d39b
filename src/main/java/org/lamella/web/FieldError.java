package org.lamella.web;

import java.util.Objects;

/**
 * One thing that is wrong with what was sent. Both texts may quote what was sent, of any length: of very long ones only the
 * beginning and the end are kept.
 *
 * @param field the field's name as the sender wrote it, with dots for nesting: {@code slivers.count}
 * @param message a sentence that a person can act on
 */
public record FieldError(String field, Kind kind, String message) {
    public enum Kind {
        /** Not well formed, out of range, or naming something that does not exist. */
        INVALID,
        /** Well formed, but already taken by another. */
        TAKEN,
        /** Well formed, but less than is in use; it can be forced. */
        IN_USE
    }

    private static final int LONGEST = 1_000;
    private static final int KEPT = 400;

    public FieldError {
        field = shortened(field);
        Objects.requireNonNull(kind);
        message = shortened(message);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, KEPT) + " … " + text.substring(text.length() - KEPT);
    }

    public static FieldError invalid(String field, String message) {
        return new FieldError(field, Kind.INVALID, message);
    }

    public static FieldError taken(String field, String message) {
        return new FieldError(field, Kind.TAKEN, message);
    }

    public static FieldError inUse(String field, String message) {
        return new FieldError(field, Kind.IN_USE, message);
    }
}
