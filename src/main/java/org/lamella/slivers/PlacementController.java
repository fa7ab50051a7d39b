package org.lamella.slivers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.slices.Placement;
import org.lamella.slices.PlacementFields;
import org.lamella.slices.Where;
import org.lamella.web.Body;
import org.lamella.web.InvalidInput;
import org.lamella.web.JsonFields;
import org.lamella.web.Page;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Puts slices on nodes. */
@RestController
@RequestMapping("/api/v1/slices/{slice}/slivers")
class PlacementController {
    private final SliverService slivers;

    /**
     * What has come of a placement.
     *
     * @param nodes which nodes have a sliver now, and which have none for which reason
     * @param items the first page of the slice's slivers, those that it had before among them
     */
    record Placed(
            int asked,
            int placed,
            String summary,
            List<NodeOutcome> nodes,
            List<SliverView> items,
            @Nullable String next) {}

    PlacementController(SliverService slivers) {
        this.slivers = slivers;
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Placed attach(
            Caller caller,
            @PathVariable String slice,
            @RequestBody @Body(Where.class) JsonNode body,
            Page.Request page) {
        JsonFields fields = JsonFields.of(body);
        Placement placement = PlacementFields.read(fields);
        InvalidInput.throwIfAny(fields.errors());
        PlacementPlan plan = slivers.attach(caller, slice, placement);
        Page<SliverView> first =
                page.of(slivers.list(caller, slice, page.after(), page.fetch()), SliverView::of, SliverView::node);
        return new Placed(
                placement.asked(),
                plan.placed().size(),
                plan.summary(),
                NodeOutcome.of(plan),
                first.items(),
                first.next());
    }
}
