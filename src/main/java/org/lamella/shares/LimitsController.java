package org.lamella.shares;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.Body;
import org.lamella.web.FieldError;
import org.lamella.web.IfMatch;
import org.lamella.web.JsonFields;
import org.lamella.web.Version;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * What a sliver may have only so much of at once: said for a site's slices, a slice, or one sliver. A PI of the site and admins set any;
 * members of a slice only lower what is in force.
 */
@RestController
@RequestMapping("/api/v1")
class LimitsController {
    private final SharesViews views;
    private final SharesEdits edits;

    /**
     * In force at this level, for each sliver.
     *
     * @param processes threads count, too; in force at once, as is the next
     * @param memoryBytes null: as much as the node has
     * @param openFiles of one process, from the next start on, as are all that follow
     * @param lockedMemoryBytes of one process
     * @param sharedMemoryBytes of System V, in all; as much again in /dev/shm
     * @param own the names of those that are said at this very level; the others are as above, or as usual
     */
    record Limits(
            long processes,
            @Nullable Long memoryBytes,
            long openFiles,
            long lockedMemoryBytes,
            long sharedMemoryBytes,
            List<String> own,
            long version) {
        static Limits of(SharesViews.Shown shown) {
            Terms terms = shown.inForce();
            long memory = terms.of(Term.MEMORY_LIMIT_BYTES).longValue();
            return new Limits(
                    terms.of(Term.PROCESSES).longValue(),
                    memory == 0 ? null : memory,
                    terms.of(Term.OPEN_FILES).longValue(),
                    terms.of(Term.LOCKED_MEMORY_BYTES).longValue(),
                    terms.of(Term.SHARED_MEMORY_BYTES).longValue(),
                    shown.ownFields(Term.Family.LIMITS),
                    shown.version());
        }
    }

    /**
     * What is left out is as the level above has it from then on.
     *
     * @param memoryBytes 0: as much as the node has, whatever the level above says
     * @param force whether memory is to be limited even where slivers hold more; false unless said
     */
    record NewLimits(
            @Nullable Long processes,
            @Nullable Long memoryBytes,
            @Nullable Long openFiles,
            @Nullable Long lockedMemoryBytes,
            @Nullable Long sharedMemoryBytes,
            @Nullable Boolean force) {}

    LimitsController(SharesViews views, SharesEdits edits) {
        this.views = views;
        this.edits = edits;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/sites/{site}/limits")
    ResponseEntity<Limits> ofSite(Caller caller, @PathVariable String site) {
        return answer(views.ofSite(caller, site));
    }

    /**
     * For all slices of the site that say nothing else; by its PI or an admin. 409 when slivers hold more memory than that, unless it is
     * forced.
     */
    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PutMapping("/sites/{site}/limits")
    ResponseEntity<Limits> limitSite(
            Caller caller,
            @PathVariable String site,
            IfMatch ifMatch,
            @RequestBody @Body(NewLimits.class) JsonNode body) {
        edits.ofSite(caller, site, change(body, ifMatch));
        return answer(views.ofSite(caller, site));
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/slices/{slice}/limits")
    ResponseEntity<Limits> ofSlice(Caller caller, @PathVariable String slice) {
        return answer(views.ofSlice(caller, slice));
    }

    /**
     * For all slivers of the slice that say nothing else; by a PI of its site or an admin, members only lower. 409 when slivers hold more
     * memory than that, unless it is forced, or have more reserved.
     */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PutMapping("/slices/{slice}/limits")
    ResponseEntity<Limits> limitSlice(
            Caller caller,
            @PathVariable String slice,
            IfMatch ifMatch,
            @RequestBody @Body(NewLimits.class) JsonNode body) {
        edits.ofSlice(caller, slice, change(body, ifMatch));
        return answer(views.ofSlice(caller, slice));
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/slices/{slice}/slivers/{node}/limits")
    ResponseEntity<Limits> ofSliver(Caller caller, @PathVariable String slice, @PathVariable String node) {
        return answer(views.ofSliver(caller, slice, node));
    }

    /** As for a slice, for this sliver alone. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PutMapping("/slices/{slice}/slivers/{node}/limits")
    ResponseEntity<Limits> limitSliver(
            Caller caller,
            @PathVariable String slice,
            @PathVariable String node,
            IfMatch ifMatch,
            @RequestBody @Body(NewLimits.class) JsonNode body) {
        edits.ofSliver(caller, slice, node, change(body, ifMatch));
        return answer(views.ofSliver(caller, slice, node));
    }

    /** The tag has what the levels above say too, which is shown. */
    private static ResponseEntity<Limits> answer(SharesViews.Shown shown) {
        Limits limits = Limits.of(shown);
        return Version.of(shown.version()).showing(limits).answer(limits);
    }

    private static SharesEdits.Change change(JsonNode body, IfMatch ifMatch) {
        JsonFields fields = JsonFields.of(body);
        Map<Term, Optional<BigDecimal>> numbers = new EnumMap<>(Term.class);
        for (Term term : Term.Family.LIMITS.terms()) {
            numbers.put(term, fields.longInteger(term.field()).map(BigDecimal::valueOf));
        }
        boolean force = fields.flag("force").orElse(false);
        List<FieldError> misread = fields.refuseOthers().errors();
        // What was not understood is no wish for what the level above has.
        misread.forEach(error -> numbers.keySet().removeIf(term -> term.field().equals(error.field())));
        return new SharesEdits.Change(Term.Family.LIMITS, numbers, force, misread, ifMatch::require);
    }
}
