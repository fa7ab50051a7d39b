package org.lamella.slivers;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The form by which slivers move. */
@Controller
class MovePages {
    private final SlicePage page;
    private final SliverMoves moves;

    MovePages(SlicePage page, SliverMoves moves) {
        this.page = page;
        this.moves = moves;
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/slices/{name}/move")
    String move(
            Caller caller,
            @PathVariable String name,
            @RequestParam String from,
            @RequestParam String to,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("typedMove", List.of(from, to));
        return page.after(caller, name, response, model, () -> moves.begin(caller, name, from.strip(), to.strip()));
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/slices/{name}/stay")
    String stay(
            Caller caller,
            @PathVariable String name,
            @RequestParam String node,
            HttpServletResponse response,
            Model model) {
        return page.after(caller, name, response, model, () -> moves.callOff(caller, name, node));
    }
}
