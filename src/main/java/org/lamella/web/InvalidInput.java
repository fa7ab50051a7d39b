package org.lamella.web;

import java.util.List;
import java.util.stream.Collectors;

/** What was sent cannot be done; says everything that is wrong with it, not only the first thing. */
public final class InvalidInput extends RuntimeException {
    private final transient List<FieldError> errors;

    public InvalidInput(List<FieldError> errors) {
        super(errors.stream()
                .map(error -> error.field() + ": " + error.message())
                .collect(Collectors.joining("; ")));
        this.errors = List.copyOf(errors);
    }

    public List<FieldError> errors() {
        return errors;
    }

    /** True when the request would be fine if other things were otherwise: names are taken, or more is in use. */
    public boolean isConflict() {
        return errors.stream().noneMatch(error -> error.kind() == FieldError.Kind.INVALID);
    }

    /** True when nothing is wrong but that names are taken. */
    boolean isTaken() {
        return errors.stream().allMatch(error -> error.kind() == FieldError.Kind.TAKEN);
    }

    /** Throws unless there is nothing to complain of. */
    public static void throwIfAny(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw new InvalidInput(errors);
        }
    }
}
