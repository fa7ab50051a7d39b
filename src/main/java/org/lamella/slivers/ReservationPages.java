package org.lamella.slivers;

import jakarta.servlet.http.HttpServletResponse;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.reservations.ReservationRequest;
import org.lamella.reservations.Reservations;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Reserving parts of nodes for a slice's slivers, and giving them back. */
@Controller
class ReservationPages {
    private final Reservations reservations;
    private final SlicePage page;

    ReservationPages(Reservations reservations, SlicePage page) {
        this.reservations = reservations;
        this.page = page;
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/slices/{name}/reservations")
    String reserve(
            Caller caller,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String node,
            @RequestParam(defaultValue = "") String cpuPercent,
            @RequestParam(defaultValue = "") String cpuCores,
            @RequestParam(defaultValue = "") String networkBits,
            @RequestParam(defaultValue = "") String memoryBytes,
            @RequestParam(defaultValue = "false") boolean capped,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("reserving", new Typed(node, cpuPercent, cpuCores, networkBits, memoryBytes, capped));
        return page.after(
                caller,
                name,
                response,
                model,
                () -> reservations.reserve(
                        caller,
                        name,
                        node,
                        ReservationRequest.typed(cpuPercent, cpuCores, networkBits, memoryBytes, capped)));
    }

    /** The form as it was typed: nothing of it is lost when something is wrong. */
    record Typed(
            String node, String cpuPercent, String cpuCores, String networkBits, String memoryBytes, boolean capped) {}

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/slices/{name}/slivers/{node}/reservation/release")
    String release(Caller caller, @PathVariable String name, @PathVariable String node) {
        reservations.release(caller, name, node);
        return "redirect:/slices/" + name;
    }
}
