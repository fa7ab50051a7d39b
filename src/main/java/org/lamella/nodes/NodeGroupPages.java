package org.lamella.nodes;

import jakarta.servlet.http.HttpServletResponse;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.InvalidInput;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
class NodeGroupPages {
    private static final int SHOWN = 500;

    private final NodeGroups groups;

    NodeGroupPages(NodeGroups groups) {
        this.groups = groups;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/node-groups")
    String list(Model model) {
        model.addAttribute("groups", groups.list(SHOWN));
        return "nodes/groups";
    }

    /** @param label {@code arch=x86_64}, or {@code ssd} */
    @Permitted(value = To.ADMIN, scope = Scope.NODES)
    @PostMapping("/node-groups")
    String put(
            Caller caller,
            @RequestParam String name,
            @RequestParam String label,
            HttpServletResponse response,
            Model model) {
        try {
            Label.Text text = Label.Text.of(label);
            groups.put(caller, name.strip(), text.name(), text.value());
            return "redirect:/node-groups";
        } catch (InvalidInput invalid) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            model.addAttribute("errors", invalid.errors());
            model.addAttribute("name", name);
            model.addAttribute("label", label);
            return list(model);
        }
    }

    @Permitted(value = To.ADMIN, scope = Scope.NODES)
    @PostMapping("/node-groups/{name}/remove")
    String remove(Caller caller, @PathVariable String name) {
        groups.remove(caller, name);
        return "redirect:/node-groups";
    }
}
