package org.lamella.web;

/** What the address names does not exist (404). */
public final class NoSuchThing extends RuntimeException {
    /**
     * @param kind what was looked for: {@code slice}, {@code node}
     * @param name as the caller wrote it
     */
    public NoSuchThing(String kind, String name) {
        super("there is no " + kind + " " + name);
    }
}
