package org.lamella.slivers;

import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.slivers.NodeProcesses.Processes;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What runs on nodes and in slivers, asked of the node while the caller waits. 503 where it does not answer. */
@RestController
class SpectatorController {
    private final Spectator spectator;

    SpectatorController(Spectator spectator) {
        this.spectator = spectator;
    }

    /** All processes of all slivers of a node, for those who look after it. Those with the most CPU time come first. */
    @Permitted(To.SIGNED_IN)
    @GetMapping("/api/v1/nodes/{name}/processes")
    Processes ofNode(Caller caller, @PathVariable String name) {
        return spectator.ofNode(caller, name);
    }

    /** The processes of one sliver. Those with the most CPU time come first. */
    @Permitted(To.SIGNED_IN)
    @GetMapping("/api/v1/slices/{slice}/slivers/{node}/processes")
    Processes ofSliver(Caller caller, @PathVariable String slice, @PathVariable String node) {
        return spectator.ofSliver(caller, slice, node);
    }
}
