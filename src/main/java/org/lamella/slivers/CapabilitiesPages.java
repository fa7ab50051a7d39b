package org.lamella.slivers;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.slices.Capabilities;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The form on the page of a slice by which its slivers' root is granted capabilities. */
@Controller
class CapabilitiesPages {
    private final SlicePage page;
    private final Capabilities capabilities;

    CapabilitiesPages(SlicePage page, Capabilities capabilities) {
        this.page = page;
        this.capabilities = capabilities;
    }

    /** Boxes that are not checked are not sent: none of them takes away all that was granted. */
    @Permitted(value = To.ADMIN, scope = Scope.PEOPLE)
    @PostMapping("/slices/{name}/capabilities")
    String grant(
            Caller caller,
            @PathVariable String name,
            @RequestParam(name = "capabilities", required = false) List<String> wanted,
            HttpServletResponse response,
            Model model) {
        List<String> all = wanted == null ? List.of() : wanted;
        return page.after(caller, name, response, model, () -> capabilities.grant(caller, name, all, List.of()));
    }
}
