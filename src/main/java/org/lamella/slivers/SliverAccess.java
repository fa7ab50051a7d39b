package org.lamella.slivers;

import org.lamella.access.Caller;
import org.lamella.web.NoSuchThing;
import org.lamella.web.StateConflict;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Whether somebody may and can get into a sliver now: who may change its slice may. */
@Component
public class SliverAccess {
    private final SliverService slivers;

    SliverAccess(SliverService slivers) {
        this.slivers = slivers;
    }

    /** @throws NoSuchThing when the slice has no sliver there, or is none for this caller */
    @Transactional(readOnly = true)
    public void requireVisible(Caller caller, String slice, String node) {
        slivers.find(caller, slice, node);
    }

    /**
     * Passes when the sliver runs as far as is known.
     *
     * @throws NoSuchThing when the slice has no sliver there, or is none for this caller
     * @throws StateConflict when it is in a state in which nothing can be run
     */
    @Transactional(readOnly = true)
    public void requireRunning(Caller caller, String slice, String node) {
        Sliver sliver = slivers.find(caller, slice, node);
        switch (sliver.state()) {
            case RUNNING, DEGRADED, UNKNOWN -> {
                if (sliver.isFrozen()) {
                    throw new StateConflict("the sliver of " + slice + " on " + node
                            + " is frozen: what is started there would stand still at once; thaw it first");
                }
            }
            case PENDING, STARTING, STOPPED, FAILED ->
                throw new StateConflict("the sliver of " + slice + " on " + node + " is " + sliver.state()
                        + (sliver.reason().isEmpty() ? "" : ": " + sliver.reason()));
        }
    }
}
