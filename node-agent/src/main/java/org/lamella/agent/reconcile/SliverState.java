package org.lamella.agent.reconcile;

/** What the agent last saw of a sliver. */
public enum SliverState {
    STARTING,
    RUNNING,
    DEGRADED,
    STOPPED,
    FAILED;

    /** Whether its context is there. */
    public boolean hasContext() {
        return this == RUNNING || this == DEGRADED;
    }
}
