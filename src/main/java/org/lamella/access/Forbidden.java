package org.lamella.access;

/** The caller may see the thing, but not do this with it (403). The message says who may. */
public final class Forbidden extends RuntimeException {
    public Forbidden(String message) {
        super(message);
    }
}
