package org.lamella.audit;

/**
 * One field of a {@link Difference}, for people.
 *
 * @param before null when the field was not there or had no value
 * @param after likewise
 */
public record FieldChange(String field, String before, String after) {}
