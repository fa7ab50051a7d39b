package org.lamella.audit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a thing was before a change and what it is after it, field by field. Values are what JSON can hold: text, numbers,
 * booleans, instants, lists and maps of them, null. Never a secret, nor a hash of one.
 *
 * @param before null when there was nothing before, or nothing worth keeping
 * @param after null when there is nothing any more
 */
public record Difference(Map<String, ?> before, Map<String, ?> after) {
    /** The words of the detail say it all. */
    public static final Difference NONE = new Difference(null, null);

    public Difference {
        before = copy(before);
        after = copy(after);
    }

    /** Of two states of one thing, the fields that differ. */
    public static Difference between(Map<String, ?> before, Map<String, ?> after) {
        return new Difference(fieldsUnlike(before, after), fieldsUnlike(after, before));
    }

    /** A thing that was not there before. */
    public static Difference made(Map<String, ?> after) {
        return new Difference(null, after);
    }

    /** A thing that is there no more. */
    public static Difference gone(Map<String, ?> before) {
        return new Difference(before, null);
    }

    private static Map<String, Object> fieldsUnlike(Map<String, ?> fields, Map<String, ?> others) {
        Map<String, Object> unlike = new LinkedHashMap<>(fields);
        unlike.entrySet()
                .removeIf(field -> others.containsKey(field.getKey())
                        && Objects.equals(field.getValue(), others.get(field.getKey())));
        return unlike;
    }

    /** Unlike {@link Map#copyOf} it keeps the order, and values that are null. */
    private static Map<String, ?> copy(Map<String, ?> fields) {
        return fields == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
