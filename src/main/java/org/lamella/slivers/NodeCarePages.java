package org.lamella.slivers;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.nodes.Drains;
import org.lamella.nodes.Label;
import org.lamella.nodes.Maintenance;
import org.lamella.nodes.NodeLabels;
import org.lamella.nodes.NodeService;
import org.lamella.web.FieldError;
import org.lamella.web.IfMatch;
import org.lamella.web.InvalidInput;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One node, and the forms of those who look after it. It stands here because the page shows slivers. */
@Controller
class NodeCarePages {
    private final NodePage page;
    private final NodeService nodes;
    private final NodeLabels labels;
    private final Drains drains;
    private final Maintenance maintenance;
    private final AllowLists allowLists;

    NodeCarePages(
            NodePage page,
            NodeService nodes,
            NodeLabels labels,
            Drains drains,
            Maintenance maintenance,
            AllowLists allowLists) {
        this.page = page;
        this.nodes = nodes;
        this.labels = labels;
        this.drains = drains;
        this.maintenance = maintenance;
        this.allowLists = allowLists;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/nodes/{name}")
    String show(Caller caller, @PathVariable String name, Model model) {
        return page.show(caller, name, model);
    }

    /** @param label {@code arch=x86_64}, or {@code ssd} */
    @Permitted(value = To.SIGNED_IN, scope = Scope.NODES)
    @PostMapping("/nodes/{name}/label")
    String label(
            Caller caller,
            @PathVariable String name,
            @RequestParam String label,
            HttpServletResponse response,
            Model model) {
        Label.Text typed = Label.Text.of(label);
        return page.after(
                caller,
                name,
                response,
                model,
                () -> labels.change(
                        caller, name, Map.of(typed.name(), Optional.of(typed.value())), IfMatch.ANY::require));
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.NODES)
    @PostMapping("/nodes/{name}/unlabel")
    String unlabel(Caller caller, @PathVariable String name, @RequestParam String label) {
        labels.change(caller, name, Map.of(label, Optional.empty()), IfMatch.ANY::require);
        return "redirect:/nodes/" + name;
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.NODES)
    @PostMapping("/nodes/{name}/drain")
    String drain(
            Caller caller,
            @PathVariable String name,
            @RequestParam String reason,
            HttpServletResponse response,
            Model model) {
        return page.after(
                caller, name, response, model, () -> drains.drain(caller, name, reason, IfMatch.ANY::require));
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.NODES)
    @PostMapping("/nodes/{name}/undrain")
    String undrain(Caller caller, @PathVariable String name) {
        drains.undrain(caller, name, IfMatch.ANY::require);
        return "redirect:/nodes/" + name;
    }

    /** The times are UTC's, as the form says. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.NODES)
    @PostMapping("/nodes/{name}/maintenance")
    String plan(
            Caller caller,
            @PathVariable String name,
            @RequestParam String from,
            @RequestParam String until,
            @RequestParam String reason,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("from", from);
        model.addAttribute("until", until);
        model.addAttribute("reason", reason);
        return page.after(
                caller,
                name,
                response,
                model,
                () -> maintenance.plan(
                        caller, name, time("from", from), time("until", until), reason, IfMatch.ANY::require));
    }

    private static Instant time(String field, String text) {
        try {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new InvalidInput(
                    List.of(FieldError.invalid(field, "must be a time such as 2026-11-23T14:00, not “" + text + "”")));
        }
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.NODES)
    @PostMapping("/nodes/{name}/maintenance/{id}/cancel")
    String cancel(Caller caller, @PathVariable String name, @PathVariable long id) {
        maintenance.cancel(caller, name, id, IfMatch.ANY::require);
        return "redirect:/nodes/" + name;
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.NODES)
    @PostMapping("/nodes/{name}/allowed-slices")
    String allow(
            Caller caller,
            @PathVariable String name,
            @RequestParam String slices,
            HttpServletResponse response,
            Model model) {
        return page.after(
                caller,
                name,
                response,
                model,
                () -> allowLists.set(caller, name, PlacementText.names(slices), IfMatch.ANY::require));
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.NODES)
    @PostMapping("/nodes/{name}/remove")
    String remove(
            Caller caller,
            @PathVariable String name,
            @RequestParam String confirm,
            HttpServletResponse response,
            Model model) {
        if (!confirm.strip().equals(name)) {
            return page.after(caller, name, response, model, () -> {
                throw new InvalidInput(
                        List.of(FieldError.invalid("confirm", "that is not the node's name; nothing was removed")));
            });
        }
        String after =
                page.after(caller, name, response, model, () -> nodes.remove(caller, name, IfMatch.ANY::require));
        return after.startsWith("redirect:") ? "redirect:/nodes" : after;
    }
}
