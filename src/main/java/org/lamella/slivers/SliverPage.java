package org.lamella.slivers;

import org.lamella.access.Caller;
import org.lamella.slices.SliceView;
import org.lamella.slices.SliceViews;
import org.lamella.web.PublicUrl;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Puts the page of one sliver together, whichever of its forms was sent. */
@Component
class SliverPage {
    private final SliverService slivers;
    private final SliceViews slices;
    private final PublicUrl publicUrl;

    SliverPage(SliverService slivers, SliceViews slices, PublicUrl publicUrl) {
        this.slivers = slivers;
        this.slices = slices;
        this.publicUrl = publicUrl;
    }

    String show(Caller caller, String sliceName, String node, Model model) {
        SliceView slice = slices.get(caller, sliceName);
        model.addAttribute("slice", slice);
        model.addAttribute("sliver", SliverView.of(slivers.find(caller, sliceName, node)));
        model.addAttribute("server", publicUrl.of(""));
        return "slivers/one";
    }
}
