package org.lamella.usage;

import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.web.Page;
import org.lamella.web.listing.ListRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What slivers got of their nodes, in windows of five minutes. */
@RestController
class UsageController {
    private final UsageHistory history;
    private final UsageNow now;
    private final TestbedLine line;

    UsageController(UsageHistory history, UsageNow now, TestbedLine line) {
        this.history = history;
        this.now = now;
        this.line = line;
    }

    /** The newest first; of the last 24 hours unless something else is asked for. */
    @Permitted(To.SIGNED_IN)
    @GetMapping("/api/v1/slices/{name}/usage")
    Page<SliverUsage> ofSlice(
            Caller caller,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String until,
            Page.Request page) {
        return history.ofSlice(caller, name, from, until, page);
    }

    /** Of the slices that the caller may know of, the newest first; of the last 24 hours unless something else is asked for. */
    @Permitted(To.SIGNED_IN)
    @GetMapping("/api/v1/nodes/{name}/usage")
    Page<SliverUsage> ofNode(
            Caller caller,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String until,
            Page.Request page) {
        return history.ofNode(caller, name, from, until, page);
    }

    /** How many slices are active and live, in the newest window that nodes have had time to tell. */
    @Permitted(To.SIGNED_IN)
    @GetMapping("/api/v1/usage")
    TestbedUsage all() {
        return now.all();
    }

    /** The same in each window of the last three hours, the oldest first. */
    @Permitted(To.SIGNED_IN)
    @GetMapping("/api/v1/usage/history")
    Page<TestbedPoint> history() {
        return new Page<>(line.points(), null);
    }

    /** How many slices are active and live on each node, and what they got, in that window. */
    @Permitted(To.SIGNED_IN)
    @GetMapping("/api/v1/usage/nodes")
    Page<NodeUsage> nodes(ListRequest request) {
        return now.nodes(request);
    }

    /** On how many nodes each slice is active and live, and what it got, in that window; those that the caller may see. */
    @Permitted(To.SIGNED_IN)
    @GetMapping("/api/v1/usage/slices")
    Page<SliceUsage> slices(Caller caller, ListRequest request) {
        return now.slices(caller, request);
    }
}
