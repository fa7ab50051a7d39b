package org.lamella.slices;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lamella.access.Caller;
import org.lamella.access.Forbidden;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.InvalidInput;
import org.lamella.web.QuotaExceeded;
import org.lamella.web.StateConflict;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What waits for a PI or an admin: requests for slices, with what is left of their sites' quotas beside them. */
@Controller
@RequestMapping("/inbox")
class InboxPages {
    private static final int SHOWN = 100;

    private final RequestedSlices requests;
    private final RequestService service;
    private final QuotaViews quotas;

    InboxPages(RequestedSlices requests, RequestService service, QuotaViews quotas) {
        this.requests = requests;
        this.service = service;
        this.quotas = quotas;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping
    String show(Caller caller, Model model) {
        if (!caller.answersForSomeSite()) {
            throw new Forbidden("the inbox is for PIs and admins; your own requests stand on the first page");
        }
        List<RequestedSlice> open = requests.openFor(caller, SHOWN);
        Map<String, SiteQuota> bySite = open.stream()
                .map(RequestedSlice::site)
                .distinct()
                .collect(Collectors.toMap(Function.identity(), quotas::ofSite));
        model.addAttribute("requests", open);
        model.addAttribute("quotas", bySite);
        return "slices/inbox";
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/{id}/approve")
    String approve(Caller caller, @PathVariable long id, HttpServletResponse response, Model model) {
        return after(caller, id, response, model, () -> service.approve(caller, id));
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/{id}/reject")
    String reject(
            Caller caller,
            @PathVariable long id,
            @RequestParam String words,
            HttpServletResponse response,
            Model model) {
        return after(caller, id, response, model, () -> service.reject(caller, id, words.strip()));
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/{id}/ask")
    String askBack(
            Caller caller,
            @PathVariable long id,
            @RequestParam String words,
            HttpServletResponse response,
            Model model) {
        return after(caller, id, response, model, () -> service.askBack(caller, id, words.strip()));
    }

    /** The inbox again; with why it could not be done beside the request, if it could not. */
    private String after(Caller caller, long id, HttpServletResponse response, Model model, Runnable step) {
        try {
            step.run();
            return "redirect:/inbox";
        } catch (InvalidInput invalid) {
            return refused(HttpStatus.BAD_REQUEST, invalid, caller, id, response, model);
        } catch (StateConflict conflict) {
            return refused(HttpStatus.CONFLICT, conflict, caller, id, response, model);
        } catch (QuotaExceeded exceeded) {
            return refused(HttpStatus.TOO_MANY_REQUESTS, exceeded, caller, id, response, model);
        }
    }

    private String refused(
            HttpStatus status,
            RuntimeException why,
            Caller caller,
            long id,
            HttpServletResponse response,
            Model model) {
        response.setStatus(status.value());
        model.addAttribute("refused", id);
        model.addAttribute("why", why.getMessage());
        return show(caller, model);
    }
}
