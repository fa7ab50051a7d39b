package org.lamella.web;

import java.util.List;
import java.util.stream.Collectors;

/** The caller may change the thing, but not these fields of it to this (403). Each error says who may. */
public final class ForbiddenFields extends RuntimeException {
    private final transient List<FieldError> errors;

    public ForbiddenFields(List<FieldError> errors) {
        super(errors.stream()
                .map(error -> error.field() + " " + error.message())
                .collect(Collectors.joining("; ")));
        this.errors = List.copyOf(errors);
    }

    public List<FieldError> errors() {
        return errors;
    }
}
