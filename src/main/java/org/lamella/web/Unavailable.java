package org.lamella.web;

/** Something this needs is away now and may come back (503). The message says what. */
public final class Unavailable extends RuntimeException {
    public Unavailable(String message) {
        super(message);
    }
}
