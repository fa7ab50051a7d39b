package org.lamella.slices;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.Body;
import org.lamella.web.JsonFields;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What each sliver of a slice may have at once, and what its root may do beyond the usual. */
@RestController
@RequestMapping("/api/v1/slices/{name}")
class BoundsController {
    private final BoundsOfSlices bounds;
    private final BoundsEdits edits;
    private final SliceAccess access;

    /**
     * In force for each sliver of the slice.
     *
     * @param processes threads count, too; in force at once, as is the next
     * @param memoryBytes null: as much as the node has
     * @param openFiles of one process, from the next start on, as are all that follow
     * @param lockedMemoryBytes of one process
     * @param sharedMemoryBytes of System V, in all; as much again in /dev/shm
     * @param own the names of those that are set for this slice; the others are as usual
     */
    record Limits(
            long processes,
            @Nullable Long memoryBytes,
            long openFiles,
            long lockedMemoryBytes,
            long sharedMemoryBytes,
            List<String> own) {}

    /**
     * What is left out is as usual from then on.
     *
     * @param force whether memory is to be limited even where slivers hold more; false unless said
     */
    record NewLimits(
            @Nullable Long processes,
            @Nullable Long memoryBytes,
            @Nullable Long openFiles,
            @Nullable Long lockedMemoryBytes,
            @Nullable Long sharedMemoryBytes,
            @Nullable Boolean force) {}

    /**
     * @param capabilities that are granted beyond the usual ones
     * @param grantable all that can be
     */
    record Granted(List<String> capabilities, List<String> grantable) {}

    /** @param capabilities all that are to be granted; none takes away what was */
    record Grant(List<String> capabilities) {}

    BoundsController(BoundsOfSlices bounds, BoundsEdits edits, SliceAccess access) {
        this.bounds = bounds;
        this.edits = edits;
        this.access = access;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/limits")
    Limits limits(Caller caller, @PathVariable String name) {
        access.requireVisible(caller, name);
        return limits(bounds.of(name));
    }

    /** By a PI of the slice's site, or an admin. 409 when slivers hold more memory than that, unless it is forced. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PutMapping("/limits")
    Limits limit(Caller caller, @PathVariable String name, @RequestBody @Body(NewLimits.class) JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        Map<Bound, Long> numbers = new EnumMap<>(Bound.class);
        for (Bound bound : Bound.values()) {
            fields.longInteger(bound.field()).ifPresent(number -> numbers.put(bound, number));
        }
        boolean force = fields.flag("force").orElse(false);
        edits.limit(
                caller,
                name,
                new BoundsEdits.Wish(numbers, force, fields.refuseOthers().errors()));
        return limits(bounds.of(name));
    }

    private static Limits limits(SliceBounds of) {
        OptionalLong memory = of.of(Bound.MEMORY_BYTES);
        return new Limits(
                of.of(Bound.PROCESSES).orElseThrow(),
                memory.isPresent() ? memory.getAsLong() : null,
                of.of(Bound.OPEN_FILES).orElseThrow(),
                of.of(Bound.LOCKED_MEMORY_BYTES).orElseThrow(),
                of.of(Bound.SHARED_MEMORY_BYTES).orElseThrow(),
                of.own().keySet().stream().sorted().map(Bound::field).toList());
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/capabilities")
    Granted capabilities(Caller caller, @PathVariable String name) {
        access.requireVisible(caller, name);
        return new Granted(bounds.of(name).capabilities(), SliceBounds.GRANTABLE);
    }

    /** By an admin; for the slivers' next start. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PutMapping("/capabilities")
    Granted grant(Caller caller, @PathVariable String name, @RequestBody @Body(Grant.class) JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        List<String> capabilities = fields.texts("capabilities").orElse(List.of());
        edits.grant(caller, name, capabilities, fields.refuseOthers().errors());
        return new Granted(bounds.of(name).capabilities(), SliceBounds.GRANTABLE);
    }
}
