package org.lamella.outbox;

/** Is told of every committed change, of this replica and of others, at least once. */
public interface OutboxListener {
    /** Must be quick and must not throw: all listeners share the tail's thread. */
    void changed(Change change);
}
