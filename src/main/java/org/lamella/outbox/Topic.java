package org.lamella.outbox;

/** What kind of thing has changed. */
public enum Topic {
    /** A node's plan, or whether it may be connected at all; the key is the node's name. */
    PLAN,
    /** A node as people see it; the key is the node's name. */
    NODE,
    /** A slice or one of its slivers; the key is the slice's name. */
    SLICE,
    /** A request for a slice; the key is its number. */
    REQUEST,
    /** The audit trail has grown; the key is empty. */
    AUDIT,
    /** A mail, for the page that shows what becomes of it; the key is its id. */
    MAIL
}
