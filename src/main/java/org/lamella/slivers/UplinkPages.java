package org.lamella.slivers;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.reservations.Uplink;
import org.lamella.reservations.UplinkEdits;
import org.lamella.web.FieldError;
import org.lamella.web.IfMatch;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The form for the uplink of a node. It stands here because the page shows slivers. */
@Controller
class UplinkPages {
    private final NodePage page;
    private final UplinkEdits edits;

    UplinkPages(NodePage page, UplinkEdits edits) {
        this.page = page;
        this.edits = edits;
    }

    /** @param exempt networks, with commas or spaces between them */
    @Permitted(value = To.ADMIN, scope = Scope.NODES)
    @PostMapping("/nodes/{name}/uplink")
    String bound(
            Caller caller,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String capBits,
            @RequestParam(defaultValue = "") String exempt,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("typedUplink", List.of(capBits, exempt));
        List<FieldError> misread = new ArrayList<>();
        long cap = 0;
        String number = capBits.strip();
        if (number.matches("[0-9]{1,18}")) {
            cap = Long.parseLong(number);
        } else if (!number.isEmpty()) {
            misread.add(FieldError.invalid("capBits", "must be a whole number, or empty; not " + number));
        }
        Uplink wanted = new Uplink(cap, PlacementText.names(exempt));
        return page.after(
                caller, name, response, model, () -> edits.bound(caller, name, wanted, misread, IfMatch.ANY::require));
    }
}
