package org.lamella.slivers;

import java.util.EnumSet;
import java.util.Set;

/** What was last seen of a sliver. */
public enum SliverState {
    /** Wanted; its node has not said anything of it yet. */
    PENDING,
    STARTING,
    RUNNING,
    /** Runs, but something that it was promised is not in force. */
    DEGRADED,
    STOPPED,
    FAILED,
    /** Its node is silent. What it does is not known; most likely it goes on. */
    UNKNOWN;

    /** Those in which a sliver has come as far as it will without somebody's doing. */
    private static final Set<SliverState> SETTLED = EnumSet.of(RUNNING, DEGRADED, STOPPED, FAILED);

    public boolean isSettled() {
        return SETTLED.contains(this);
    }
}
