package org.lamella.nodes;

/** Whether a node can be worked with. */
public enum NodeState {
    /** Known, but its agent has not joined and connected yet. */
    ENROLLING,
    /** Its agent is connected, or was a moment ago. */
    READY,
    /** Three heartbeats are missing. What runs there goes on; what it does is unknown. */
    UNREACHABLE,
    /** Its certificate is void. It may join again with a new code. */
    REVOKED
}
