package org.lamella.slivers;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.Unavailable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page of one sliver, its parts that are asked of the node, and what its forms do. */
@Controller
class SliverPages {
    /** What one page bears. */
    private static final int LETTERS_SHOWN = 32 * 1024;

    private final SliverPage page;
    private final SliverService slivers;
    private final SliverLife life;
    private final Spectator spectator;
    private final SliverConsole console;

    SliverPages(SliverPage page, SliverService slivers, SliverLife life, Spectator spectator, SliverConsole console) {
        this.page = page;
        this.slivers = slivers;
        this.life = life;
        this.spectator = spectator;
        this.console = console;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/slices/{name}/slivers/{node}")
    String show(Caller caller, @PathVariable String name, @PathVariable String node, Model model) {
        return page.show(caller, name, node, model);
    }

    /** @param confirm the node's name, for what cannot be undone */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/slices/{name}/slivers/{node}/act")
    String act(
            Caller caller,
            @PathVariable String name,
            @PathVariable String node,
            @RequestParam String action,
            @RequestParam Optional<String> confirm,
            HttpServletResponse response,
            Model model) {
        SliverAction wanted = SliverAction.of(action);
        boolean sure =
                wanted != SliverAction.REBUILD || confirm.orElse("").strip().equals(node);
        if (!sure) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            model.addAttribute("notConfirmed", true);
            return page.show(caller, name, node, model);
        }
        return page.after(caller, name, node, response, model, () -> life.act(caller, name, node, wanted));
    }

    /** A part of a page: it comes after the rest, since the node is asked for it. */
    @Permitted(To.SIGNED_IN)
    @GetMapping("/slices/{name}/slivers/{node}/processes")
    String processes(Caller caller, @PathVariable String name, @PathVariable String node, Model model) {
        try {
            model.addAttribute("processes", spectator.ofSliver(caller, name, node));
        } catch (Unavailable silent) {
            model.addAttribute("silent", silent.getMessage());
        }
        model.addAttribute("manySlices", false);
        return "slivers/processes";
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/slices/{name}/slivers/{node}/console")
    String console(Caller caller, @PathVariable String name, @PathVariable String node, Model model) {
        try {
            String text = console.read(caller, name, node, 0).text();
            model.addAttribute("printed", PlainText.last(text, LETTERS_SHOWN));
        } catch (Unavailable silent) {
            model.addAttribute("silent", silent.getMessage());
        }
        return "slivers/console";
    }

    /** It opens its session itself, at {@code exec} beneath this address. */
    @Permitted(To.SIGNED_IN)
    @GetMapping("/slices/{name}/slivers/{node}/terminal")
    String terminal(Caller caller, @PathVariable String name, @PathVariable String node, Model model) {
        page.show(caller, name, node, model);
        return "slivers/terminal";
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/nodes/{name}/processes")
    String processes(Caller caller, @PathVariable String name, Model model) {
        try {
            model.addAttribute("processes", spectator.ofNode(caller, name));
        } catch (Unavailable silent) {
            model.addAttribute("silent", silent.getMessage());
        }
        model.addAttribute("manySlices", true);
        return "slivers/processes";
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/slices/{name}/slivers/{node}/detach")
    String detach(Caller caller, @PathVariable String name, @PathVariable String node) {
        slivers.detach(caller, name, node);
        return "redirect:/slices/" + name;
    }
}
