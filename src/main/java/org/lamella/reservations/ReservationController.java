package org.lamella.reservations;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.Body;
import org.lamella.web.JsonFields;
import org.lamella.web.Page;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
class ReservationController {
    private final Reservations reservations;

    /**
     * What is to be guaranteed, in place of what was: any of these, at least one.
     *
     * @param cpuPercent of the node's CPU time, all CPUs together; more than 0, at most 100, two digits after the point
     * @param cpuCores in place of {@code cpuPercent}: so many whole cores that are the sliver's own and all that it runs on; one of
     *     the node always stays for all others
     * @param networkBits a second of the node's uplink, in each direction; an admin must have said how much that has
     * @param memoryBytes within which it is neither reclaimed from before others nor reset
     * @param capped whether the sliver gets no more CPU time than that, even when CPUs are idle; false unless said
     */
    record ReservationWish(
            @Nullable Double cpuPercent,
            @Nullable Long cpuCores,
            @Nullable Long networkBits,
            @Nullable Long memoryBytes,
            @Nullable Boolean capped) {}

    ReservationController(Reservations reservations) {
        this.reservations = reservations;
    }

    /** All of them: there is never a second page. */
    @Permitted(To.SIGNED_IN)
    @GetMapping("/api/v1/slices/{slice}/reservations")
    Page<Reservation> ofSlice(Caller caller, @PathVariable String slice) {
        return new Page<>(reservations.ofSlice(caller, slice), null);
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/api/v1/nodes/{name}/cpu")
    NodeCpu cpuOfNode(@PathVariable String name) {
        return NodeCpu.of(reservations.ofNode(name));
    }

    /** What the node has to promise, and who holds what of it: whoever is in the way of others is named to them. */
    @Permitted(To.SIGNED_IN)
    @GetMapping("/api/v1/nodes/{name}/capacity")
    NodeCapacity ofNode(@PathVariable String name) {
        return reservations.ofNode(name);
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/api/v1/slices/{slice}/slivers/{node}/reservation")
    Reservation show(Caller caller, @PathVariable String slice, @PathVariable String node) {
        return reservations.get(caller, slice, node);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PutMapping("/api/v1/slices/{slice}/slivers/{node}/reservation")
    Reservation reserve(
            Caller caller,
            @PathVariable String slice,
            @PathVariable String node,
            @RequestBody @Body(ReservationWish.class) JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        Optional<BigDecimal> percent = fields.number("cpuPercent").map(BigDecimal::valueOf);
        Optional<Long> cores = fields.longInteger("cpuCores");
        Optional<Long> network = fields.longInteger("networkBits");
        Optional<Long> memory = fields.longInteger("memoryBytes");
        boolean capped = fields.flag("capped").orElse(false);
        return reservations.reserve(
                caller,
                slice,
                node,
                new ReservationRequest(
                        percent,
                        cores,
                        network,
                        memory,
                        capped,
                        fields.refuseOthers().errors()));
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @DeleteMapping("/api/v1/slices/{slice}/slivers/{node}/reservation")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void release(Caller caller, @PathVariable String slice, @PathVariable String node) {
        reservations.release(caller, slice, node);
    }
}
