package org.lamella.slivers;

import org.lamella.access.Caller;
import org.lamella.slivers.NodeConsoles.Printed;
import org.lamella.web.NoSuchThing;
import org.lamella.web.Unavailable;
import org.springframework.stereotype.Component;

/** What a sliver prints, for who may see its slice. */
@Component
class SliverConsole {
    private final SliverService slivers;
    private final NodeConsoles consoles;

    SliverConsole(SliverService slivers, NodeConsoles consoles) {
        this.slivers = slivers;
        this.consoles = consoles;
    }

    /**
     * Reads on from a place.
     *
     * @throws NoSuchThing when the slice has no sliver there, or is none for this caller
     * @throws Unavailable when the node does not answer
     */
    Printed read(Caller caller, String slice, String node, long from) {
        slivers.find(caller, slice, node);
        return consoles.on(node, slice, from);
    }
}
