package org.lamella.nodes;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.lamella.access.Caller;
import org.lamella.access.Forbidden;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Role;
import org.lamella.access.Scope;
import org.lamella.web.IfMatch;
import org.lamella.web.InvalidInput;
import org.lamella.web.listing.ListPage;
import org.lamella.web.listing.ListRequest;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
class NodePages {
    private final NodeService nodes;
    private final NodeViews views;
    private final Enrolment enrolment;
    private final AgentsAddress agents;
    private final NodeChanges changes;

    NodePages(NodeService nodes, NodeViews views, NodeChanges changes, Enrolment enrolment, AgentsAddress agents) {
        this.nodes = nodes;
        this.views = views;
        this.enrolment = enrolment;
        this.agents = agents;
        this.changes = changes;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/nodes")
    String list(Caller caller, ListRequest request, HttpServletResponse response, Model model) {
        try {
            model.addAttribute("list", ListPage.found("/nodes", request, views.list(request), views.count(request)));
        } catch (InvalidInput invalid) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            model.addAttribute("list", ListPage.refused("/nodes", request, invalid.errors()));
        }
        model.addAttribute(
                "looksAfterSome",
                caller.answersForSomeSite() || !caller.sitesAs(Role.TECH).isEmpty());
        return "nodes/list";
    }

    /** Does one thing to the nodes that are ticked. Not below /nodes: there a node could be called so. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.NODES)
    @PostMapping("/node-changes")
    String change(
            Caller caller,
            @RequestParam(defaultValue = "") List<String> node,
            @RequestParam NodeChanges.Action action,
            @RequestParam(defaultValue = "") String text,
            ListRequest request,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("results", changes.each(caller, node, action, text));
        return list(caller, request, response, model);
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/nodes/new")
    String form(Caller caller, Model model) {
        if (!caller.answersForSomeSite()) {
            throw new Forbidden("only PIs and admins may add nodes");
        }
        model.addAttribute("name", "");
        model.addAttribute("site", "demo");
        return "nodes/new";
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.NODES)
    @PostMapping("/nodes")
    String add(
            Caller caller,
            @RequestParam String name,
            @RequestParam String site,
            HttpServletResponse response,
            Model model) {
        try {
            return code(nodes.add(caller, name.strip(), site.strip()), model);
        } catch (InvalidInput invalid) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            model.addAttribute("errors", invalid.errors());
            model.addAttribute("name", name);
            model.addAttribute("site", site);
            return "nodes/new";
        }
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.NODES)
    @PostMapping("/nodes/{name}/join-code")
    String newCode(Caller caller, @PathVariable String name, Model model) {
        return code(nodes.getFor(caller, name, "make join codes for its nodes"), model);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.NODES)
    @PostMapping("/nodes/{name}/revoke")
    String revoke(Caller caller, @PathVariable String name) {
        enrolment.revoke(nodes.getFor(caller, name, "revoke its nodes"), IfMatch.ANY::require);
        return "redirect:/nodes/" + name;
    }

    /** Shown in the answer itself, because the code is kept nowhere that it could be read again. */
    private String code(Node node, Model model) {
        model.addAttribute("node", node.name().text());
        model.addAttribute("code", enrolment.newCode(node));
        model.addAttribute("agents", agents.text());
        return "nodes/code";
    }
}
