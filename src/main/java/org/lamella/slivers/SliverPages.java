package org.lamella.slivers;

import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Taking slices off nodes. */
@Controller
class SliverPages {
    private final SliverService slivers;

    SliverPages(SliverService slivers) {
        this.slivers = slivers;
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/slices/{name}/slivers/{node}/detach")
    String detach(Caller caller, @PathVariable String name, @PathVariable String node) {
        slivers.detach(caller, name, node);
        return "redirect:/slices/" + name;
    }
}
