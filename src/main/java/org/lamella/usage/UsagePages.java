package org.lamella.usage;

import jakarta.servlet.http.HttpServletResponse;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.web.InvalidInput;
import org.lamella.web.Page;
import org.lamella.web.listing.ListPage;
import org.lamella.web.listing.ListRequest;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Active and live over the whole testbed: by node, and by slice. */
@Controller
class UsagePages {
    private static final String NODES = "/usage";
    private static final String SLICES = "/usage/slices";

    private final UsageNow now;
    private final UsageOnPages onPages;
    private final TestbedLine line;

    UsagePages(UsageNow now, UsageOnPages onPages, TestbedLine line) {
        this.now = now;
        this.onPages = onPages;
        this.line = line;
    }

    /** A part of both pages: it comes after the text, since all of three hours is read for it. */
    @Permitted(To.SIGNED_IN)
    @GetMapping("/usage/line")
    String line(Model model) {
        model.addAttribute("lines", line.lines());
        return "usage/line";
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping(NODES)
    String nodes(ListRequest request, HttpServletResponse response, Model model) {
        model.addAttribute("all", now.all());
        try {
            Page<NodeUsage> page = now.nodes(request);
            model.addAttribute("list", ListPage.found(NODES, request, page, now.countNodes(request)));
            model.addAttribute(
                    "trends",
                    onPages.liveOnNodes(
                            page.items().stream().map(NodeUsage::node).toList()));
        } catch (InvalidInput invalid) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            model.addAttribute("list", ListPage.refused(NODES, request, invalid.errors()));
        }
        return "usage/nodes";
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping(SLICES)
    String slices(Caller caller, ListRequest request, HttpServletResponse response, Model model) {
        model.addAttribute("all", now.all());
        try {
            Page<SliceUsage> page = now.slices(caller, request);
            model.addAttribute("list", ListPage.found(SLICES, request, page, now.countSlices(caller, request)));
            model.addAttribute(
                    "trends",
                    onPages.liveSlices(
                            page.items().stream().map(SliceUsage::slice).toList()));
        } catch (InvalidInput invalid) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            model.addAttribute("list", ListPage.refused(SLICES, request, invalid.errors()));
        }
        return "usage/slices";
    }
}
