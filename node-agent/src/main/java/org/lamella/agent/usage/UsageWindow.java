package org.lamella.agent.usage;

import java.util.List;

/**
 * What the node's slivers got between two moments.
 *
 * @param beganMillis since 1970 UTC, a multiple of the length
 * @param partial whether the agent did not watch all of it, or watched longer than the clock says
 */
public record UsageWindow(long beganMillis, long lengthMillis, boolean partial, List<SliverUse> slivers) {
    public UsageWindow {
        slivers = List.copyOf(slivers);
    }
}
