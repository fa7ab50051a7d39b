package org.lamella.slivers;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.slices.BoundsForms;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The forms on the page of a slice by which its slivers are bounded. */
@Controller
@RequestMapping("/slices/{name}")
class BoundsPages {
    private final SlicePage page;
    private final BoundsForms bounds;

    BoundsPages(SlicePage page, BoundsForms bounds) {
        this.page = page;
        this.bounds = bounds;
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/limits")
    String limit(
            Caller caller,
            @PathVariable String name,
            @RequestParam Map<String, String> form,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("typedLimits", form);
        return page.after(caller, name, response, model, () -> bounds.limit(caller, name, form));
    }

    /** Boxes that are not checked are not sent: none of them takes away all that was granted. */
    @Permitted(value = To.ADMIN, scope = Scope.PEOPLE)
    @PostMapping("/capabilities")
    String grant(
            Caller caller,
            @PathVariable String name,
            @RequestParam(required = false) List<String> capabilities,
            HttpServletResponse response,
            Model model) {
        List<String> granted = capabilities == null ? List.of() : capabilities;
        return page.after(caller, name, response, model, () -> bounds.grant(caller, name, granted));
    }
}
