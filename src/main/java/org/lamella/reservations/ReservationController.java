package org.lamella.reservations;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.Body;
import org.lamella.web.InvalidInput;
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
     * What is to be guaranteed.
     *
     * @param cpuPercent of the node's CPU time, all CPUs together; more than 0, at most 100, two digits after the point
     * @param capped whether the sliver gets no more than that, even when CPUs are idle; false unless said
     */
    record ReservationWish(double cpuPercent, @Nullable Boolean capped) {}

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
    NodeCpu ofNode(@PathVariable String name) {
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
        boolean capped = fields.flag("capped").orElse(false);
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        return reservations.reserve(caller, slice, node, new ReservationRequest(percent, capped));
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @DeleteMapping("/api/v1/slices/{slice}/slivers/{node}/reservation")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void release(Caller caller, @PathVariable String slice, @PathVariable String node) {
        reservations.release(caller, slice, node);
    }
}
