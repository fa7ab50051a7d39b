package org.lamella.slices;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.InvalidInput;
import org.lamella.web.listing.ListPage;
import org.lamella.web.listing.ListRequest;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The caller's own slices, the list of all that they may see, and what can be done with several at once. */
@Controller
class SlicePages {
    private static final int MINE_SHOWN = 200;

    private final SliceViews views;
    private final BulkActions bulk;
    private final RequestedSlices requests;
    private final Clock clock;

    SlicePages(SliceViews views, BulkActions bulk, RequestedSlices requests, Clock clock) {
        this.views = views;
        this.bulk = bulk;
        this.requests = requests;
        this.clock = clock;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/")
    String mine(Caller caller, Model model) {
        model.addAttribute("slices", views.mine(caller, MINE_SHOWN));
        model.addAttribute("requests", requests.openOf(caller));
        model.addAttribute("waiting", requests.countWaitingFor(caller));
        model.addAttribute("urgency", new ExpiryUrgency(clock.instant()));
        return "slices/mine";
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/slices")
    String list(Caller caller, ListRequest request, HttpServletResponse response, Model model) {
        model.addAttribute("urgency", new ExpiryUrgency(clock.instant()));
        try {
            model.addAttribute(
                    "list",
                    ListPage.found("/slices", request, views.list(caller, request), views.count(caller, request)));
        } catch (InvalidInput invalid) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            model.addAttribute("list", ListPage.refused("/slices", request, invalid.errors()));
        }
        return "slices/list";
    }

    /**
     * Renews or deletes the slices that are ticked.
     *
     * @param confirm how many they are, as typed: only that deletes them
     */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/slices/bulk")
    String bulk(
            Caller caller,
            @RequestParam(defaultValue = "") List<String> slice,
            @RequestParam String action,
            @RequestParam(defaultValue = "") String confirm,
            ListRequest request,
            HttpServletResponse response,
            Model model) {
        if (action.equals("renew")) {
            model.addAttribute("results", bulk.renew(caller, slice));
        } else if (confirm.strip().equals(Integer.toString(slice.size()))) {
            model.addAttribute("results", bulk.delete(caller, slice));
        } else {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            model.addAttribute("notConfirmed", slice.size());
        }
        return list(caller, request, response, model);
    }
}
