package org.lamella.slivers;

import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.web.Page;
import org.lamella.web.listing.ListRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Which slivers nodes have reset because they were short of memory, with the numbers and the largest processes. */
@RestController
class ResetController {
    private final MemoryResets resets;

    ResetController(MemoryResets resets) {
        this.resets = resets;
    }

    /** Slivers of the slice that were reset because their nodes were short of memory, the newest first. */
    @Permitted(To.SIGNED_IN)
    @GetMapping("/api/v1/slices/{slice}/resets")
    Page<MemoryReset> ofSlice(Caller caller, @PathVariable String slice, ListRequest request) {
        return resets.ofSlice(caller, slice, request);
    }

    /** Slivers that the node has reset because it was short of memory, for those who look after it. The newest come first. */
    @Permitted(To.SIGNED_IN)
    @GetMapping("/api/v1/nodes/{name}/resets")
    Page<MemoryReset> ofNode(Caller caller, @PathVariable String name, ListRequest request) {
        return resets.ofNode(caller, name, request);
    }
}
