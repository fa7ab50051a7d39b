package org.lamella.slivers;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lamella.access.Caller;
import org.lamella.audit.AuditReader;
import org.lamella.nodes.NodeCheckpoints;
import org.lamella.nodes.NodeView;
import org.lamella.nodes.NodeViews;
import org.lamella.reservations.Reservations;
import org.lamella.usage.UsageOnPages;
import org.lamella.web.FormRefusal;
import org.lamella.web.PublicUrl;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Puts the page of one node together, whichever of its forms was sent. */
@Component
class NodePage {
    private static final int SHOWN = 500;
    private static final int HISTORY = 50;

    private final NodeViews nodes;
    private final NodeSlivers slivers;
    private final AllowLists allowLists;
    private final Reservations reservations;
    private final NodeImages images;
    private final UsageOnPages usage;
    private final WaysIn waysIn;
    private final NodeCheckpoints checkpoints;
    private final ResetParts resets;
    private final AuditReader audit;
    private final PublicUrl publicUrl;
    private final Clock clock;

    NodePage(
            NodeViews nodes,
            NodeSlivers slivers,
            AllowLists allowLists,
            Reservations reservations,
            NodeImages images,
            UsageOnPages usage,
            WaysIn waysIn,
            NodeCheckpoints checkpoints,
            ResetParts resets,
            AuditReader audit,
            PublicUrl publicUrl,
            Clock clock) {
        this.nodes = nodes;
        this.slivers = slivers;
        this.allowLists = allowLists;
        this.reservations = reservations;
        this.images = images;
        this.usage = usage;
        this.waysIn = waysIn;
        this.checkpoints = checkpoints;
        this.resets = resets;
        this.audit = audit;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    String show(Caller caller, String name, Model model) {
        NodeView node = nodes.get(name);
        NodeSlivers.Shown shown = slivers.on(caller, node, SHOWN);
        List<String> allowed = allowLists.of(name);
        Instant now = clock.instant();
        boolean looksAfter = caller.looksAfterNodesOf(node.site());
        model.addAttribute("node", node);
        model.addAttribute("slivers", shown.slivers());
        List<String> slices = shown.slivers().stream().map(SliverView::slice).toList();
        model.addAttribute("usage", usage.onNode(name, slices));
        model.addAttribute("breaches", usage.brokenOn(name, slices));
        model.addAttribute("delivered", usage.deliveredOn(name, slices));
        model.addAttribute("unnamed", shown.unnamed());
        model.addAttribute("allowed", slivers.visible(caller, name, allowed));
        model.addAttribute("allowedInAll", allowed.size());
        model.addAttribute("capacity", reservations.ofNode(name));
        model.addAttribute("images", images.on(name));
        waysIn.addToNode(model, name);
        model.addAttribute("checkpoints", checkpoints.of(name));
        resets.addToNode(model, caller, name);
        model.addAttribute("now", now);
        model.addAttribute("looksAfter", looksAfter);
        model.addAttribute("answers", caller.answersFor(node.site()));
        model.addAttribute("history", looksAfter ? audit.of("node", name, HISTORY) : List.of());
        model.addAttribute("server", publicUrl.of(""));
        return "slivers/of-node";
    }

    /** Does what a form asks for; when it is refused the page comes back and says why. */
    String after(Caller caller, String name, HttpServletResponse response, Model model, Runnable change) {
        Optional<FormRefusal> refusal = FormRefusal.of("node", change);
        if (refusal.isEmpty()) {
            return "redirect:/nodes/" + name;
        }
        refusal.get().sayIn(response, model);
        return show(caller, name, model);
    }
}
