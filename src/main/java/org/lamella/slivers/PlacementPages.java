package org.lamella.slivers;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.slices.Placement;
import org.lamella.web.InvalidInput;
import org.lamella.web.PublicUrl;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import tools.jackson.databind.json.JsonMapper;

/** The form that puts a slice on nodes, and what it would come to while it is filled in. */
@Controller
class PlacementPages {
    private final SliverService slivers;
    private final SlicePage page;
    private final PublicUrl publicUrl;
    private final JsonMapper json;

    PlacementPages(SliverService slivers, SlicePage page, PublicUrl publicUrl, JsonMapper json) {
        this.slivers = slivers;
        this.page = page;
        this.publicUrl = publicUrl;
        this.json = json;
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/slices/{name}/slivers")
    String attach(
            Caller caller,
            @PathVariable String name,
            @ModelAttribute("placing") PlacementForm form,
            HttpServletResponse response,
            Model model) {
        return page.after(caller, name, response, model, () -> slivers.attach(caller, name, form.placement()));
    }

    /** Changes nothing. A part of a page, also when there is something wrong: that is what it shows then. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/slices/{name}/slivers/preview")
    String preview(
            Caller caller, @PathVariable String name, @ModelAttribute("placing") PlacementForm form, Model model) {
        Placement placement = form.placement();
        try {
            PlacementPlan plan = slivers.preview(caller, name, placement);
            List<NodeOutcome> nodes = NodeOutcome.of(plan);
            model.addAttribute("met", plan.isMet());
            model.addAttribute("summary", plan.summary());
            model.addAttribute("bySite", bySite(nodes));
            model.addAttribute(
                    "refused", nodes.stream().filter(node -> !node.placed()).toList());
            model.addAttribute("curl", curl(name, placement));
        } catch (InvalidInput invalid) {
            model.addAttribute("errors", invalid.errors());
        }
        return "slivers/preview";
    }

    private static Map<String, List<NodeOutcome>> bySite(List<NodeOutcome> nodes) {
        return nodes.stream()
                .filter(NodeOutcome::placed)
                .collect(Collectors.groupingBy(NodeOutcome::site, TreeMap::new, Collectors.toList()));
    }

    private String curl(String slice, Placement placement) {
        return "curl -X POST -H \"Authorization: Bearer $TOKEN\" -H \"Content-Type: application/json\" \\\n  -d '"
                + json.writeValueAsString(placement.body()) + "' "
                + publicUrl.of("/api/v1/slices/" + slice + "/slivers");
    }
}
