package org.lamella.slivers;

import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.outbox.Change;
import org.lamella.outbox.Changes;
import org.lamella.outbox.Topic;
import org.lamella.slices.SliceAccess;
import org.lamella.web.Page;
import org.lamella.web.WaitTime;
import org.lamella.web.listing.ListRequest;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/slices/{slice}/slivers")
class SliverController {
    private final SliverService slivers;
    private final SliverViews views;
    private final ResourcesOfSlivers resources;
    private final SliceAccess access;
    private final SettledSlices settled;
    private final Changes changes;

    SliverController(
            SliverService slivers,
            SliverViews views,
            ResourcesOfSlivers resources,
            SliceAccess access,
            SettledSlices settled,
            Changes changes) {
        this.slivers = slivers;
        this.views = views;
        this.resources = resources;
        this.access = access;
        this.settled = settled;
        this.changes = changes;
    }

    /** With {@code wait}, answers as soon as every sliver has come as far as it will, or when the time is over. */
    @Permitted(To.SIGNED_IN)
    @GetMapping
    Page<SliverView> list(Caller caller, @PathVariable String slice, ListRequest request, WaitTime wait)
            throws InterruptedException {
        access.requireVisible(caller, slice);
        if (!wait.atMost().isZero()) {
            changes.await(new Change(Topic.SLICE, slice), wait.atMost(), () -> settled.isSettled(slice));
        }
        return views.list(caller, slice, request);
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/{node}")
    SliverView show(Caller caller, @PathVariable String slice, @PathVariable String node) {
        return SliverView.of(slivers.find(caller, slice, node));
    }

    /** What is wanted of the sliver's part of its node, what of it is in force since when, and why it is not yet. */
    @Permitted(To.SIGNED_IN)
    @GetMapping("/{node}/resources")
    SliverInForce resources(Caller caller, @PathVariable String slice, @PathVariable String node) {
        return resources.of(caller, slice, node);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @DeleteMapping("/{node}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void detach(Caller caller, @PathVariable String slice, @PathVariable String node) {
        slivers.detach(caller, slice, node);
    }
}
