package org.lamella.slivers;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.lamella.access.Caller;
import org.lamella.shares.SharesViews;
import org.lamella.slices.Goal;
import org.lamella.slices.SliceView;
import org.lamella.slices.SliceViews;
import org.lamella.usage.UsageOnPages;
import org.lamella.web.FormRefusal;
import org.lamella.web.PublicUrl;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Puts the page of one sliver together, whichever of its forms was sent. */
@Component
class SliverPage {
    private final SliverService slivers;
    private final SliceViews slices;
    private final SharesViews shares;
    private final ResourcesOfSlivers resources;
    private final UsageOnPages usage;
    private final PublicUrl publicUrl;

    SliverPage(
            SliverService slivers,
            SliceViews slices,
            SharesViews shares,
            ResourcesOfSlivers resources,
            UsageOnPages usage,
            PublicUrl publicUrl) {
        this.slivers = slivers;
        this.slices = slices;
        this.shares = shares;
        this.resources = resources;
        this.usage = usage;
        this.publicUrl = publicUrl;
    }

    String show(Caller caller, String sliceName, String node, Model model) {
        SliceView slice = slices.get(caller, sliceName);
        model.addAttribute("slice", slice);
        SliverView sliver = SliverView.of(slivers.find(caller, sliceName, node));
        model.addAttribute("sliver", sliver);
        if (sliver.goal() != Goal.ABSENT) {
            model.addAttribute("resources", resources.of(caller, sliceName, node));
            model.addAttribute("shares", shares.ofSliver(caller, sliceName, node));
        }
        model.addAttribute("usage", usage.ofSlice(sliceName, List.of(node)).get(node));
        model.addAttribute("delivered", usage.deliveredTo(sliceName, List.of(node)));
        model.addAttribute("server", publicUrl.of(""));
        return "slivers/one";
    }

    /** Does what a form asks for; when it is refused the page comes back with what was typed and why. */
    String after(Caller caller, String slice, String node, HttpServletResponse response, Model model, Runnable change) {
        Optional<FormRefusal> refusal = FormRefusal.of("sliver", change);
        if (refusal.isEmpty()) {
            return "redirect:/slices/" + slice + "/slivers/" + node;
        }
        refusal.get().sayIn(response, model);
        return show(caller, slice, node, model);
    }
}
