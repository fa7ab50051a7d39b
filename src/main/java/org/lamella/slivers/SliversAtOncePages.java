package org.lamella.slivers;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What the slice's page does with several of its slivers at once. */
@Controller
class SliversAtOncePages {
    private final SlicePage page;
    private final SliverLife life;

    SliversAtOncePages(SlicePage page, SliverLife life) {
        this.page = page;
        this.life = life;
    }

    /**
     * @param node those that are ticked
     * @param all whether all are meant, ticked and shown or not
     * @param confirm the slice's name, for what cannot be undone
     */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/slices/{name}/sliver-actions")
    String act(
            Caller caller,
            @PathVariable String name,
            @RequestParam(defaultValue = "") List<String> node,
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam String action,
            @RequestParam(defaultValue = "") String confirm,
            HttpServletResponse response,
            Model model) {
        SliverAction wanted = SliverAction.of(action);
        if (wanted == SliverAction.REBUILD && !confirm.strip().equals(name)) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            model.addAttribute("rebuildNotConfirmed", true);
        } else {
            Optional<Collection<String>> nodes = all ? Optional.empty() : Optional.of(node);
            model.addAttribute("results", life.act(caller, name, nodes, wanted));
        }
        return page.show(caller, name, model);
    }
}
