package org.lamella.slivers;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.lamella.access.Caller;
import org.lamella.slices.SliceFacts;
import org.lamella.slices.SliceService;
import org.lamella.slices.SliceView;
import org.lamella.slices.SliceViews;
import org.lamella.slices.SliverTally;
import org.lamella.usage.UsageOnPages;
import org.lamella.web.FormRefusal;
import org.lamella.web.PublicUrl;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Puts the page of one slice together, whichever of its forms was sent. */
@Component
class SlicePage {
    private static final int SHOWN = 500;

    private final SliverService slivers;
    private final SliceService slices;
    private final SliceViews views;
    private final SliceFacts facts;
    private final FreeNodes freeNodes;
    private final NodeNotices notices;
    private final SlicePromises promises;
    private final SliceNetworkFacts network;
    private final WaysIn waysIn;
    private final UsageOnPages usage;
    private final PublicUrl publicUrl;

    SlicePage(
            SliverService slivers,
            SliceService slices,
            SliceViews views,
            SliceFacts facts,
            FreeNodes freeNodes,
            NodeNotices notices,
            SlicePromises promises,
            SliceNetworkFacts network,
            WaysIn waysIn,
            UsageOnPages usage,
            PublicUrl publicUrl) {
        this.slivers = slivers;
        this.slices = slices;
        this.views = views;
        this.facts = facts;
        this.freeNodes = freeNodes;
        this.notices = notices;
        this.promises = promises;
        this.network = network;
        this.waysIn = waysIn;
        this.usage = usage;
        this.publicUrl = publicUrl;
    }

    String show(Caller caller, String name, Model model) {
        SliceView slice = views.get(caller, name);
        List<SliverView> rows = slivers.stragglersFirst(name, SHOWN + 1).stream()
                .map(SliverView::of)
                .toList();
        model.addAttribute("slice", slice);
        model.addAttribute("slivers", rows.stream().limit(SHOWN).toList());
        model.addAttribute("more", rows.size() > SHOWN);
        model.addAttribute("counts", counts(slice.slivers()));
        model.addAttribute(
                "freeNodes", freeNodes.count(Optional.of(slices.get(name).id())));
        model.addAttribute("notices", notices.of(name));
        promises.addTo(model, caller, name);
        model.addAttribute("breaches", usage.brokenTo(name));
        List<String> nodes = rows.stream().limit(SHOWN).map(SliverView::node).toList();
        model.addAttribute("usage", usage.ofSlice(name, nodes));
        model.addAttribute("delivered", usage.deliveredTo(name, nodes));
        network.addTo(model, name);
        waysIn.addToSlice(model, name, rows);
        model.addAttribute("server", publicUrl.of(""));
        facts.addTo(model, caller, slice);
        return "slivers/of-slice";
    }

    /** Does what a form asks for; when it is refused the page comes back with what was typed and why. */
    String after(Caller caller, String name, HttpServletResponse response, Model model, Runnable change) {
        Optional<FormRefusal> refusal = FormRefusal.of("slice", change);
        if (refusal.isEmpty()) {
            return "redirect:/slices/" + name;
        }
        refusal.get().sayIn(response, model);
        return show(caller, name, model);
    }

    private static String counts(SliverTally tally) {
        var words = new StringJoiner(", ").setEmptyValue("none");
        add(words, tally.running(), "running");
        add(words, tally.degraded(), "degraded");
        add(words, tally.starting() + tally.pending(), "on their way");
        add(words, tally.failed(), "failed");
        add(words, tally.stopped(), "stopped");
        add(words, tally.unknown(), "unknown");
        add(words, tally.leaving(), "leaving");
        return words.toString();
    }

    private static void add(StringJoiner words, int count, String state) {
        if (count > 0) {
            words.add(count + " " + state);
        }
    }
}
