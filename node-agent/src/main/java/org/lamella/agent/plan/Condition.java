package org.lamella.agent.plan;

/** What there is of a sliver on the node. */
public enum Condition {
    /** Its disk, and nothing else. */
    STOPPED,
    /** Pieces of a context that was never finished, or not quite taken apart. */
    PARTIAL,
    /** A whole context whose init runs. */
    RUNNING,
    /** A whole context whose init has ended. */
    DEAD
}
