package org.lamella.accounts;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.lamella.access.Caller;
import org.lamella.access.Forbidden;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.InvalidInput;
import org.lamella.web.PublicUrl;
import org.lamella.web.listing.ListPage;
import org.lamella.web.listing.ListRequest;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** The people that somebody answers for: who waits, who is there. */
@Controller
class AccountPages {
    private static final int MOST_WAITING = 200;

    private final AccountService accounts;
    private final AccountViews views;
    private final AccountChanges changes;
    private final WaitingRegistrations waiting;
    private final PublicUrl publicUrl;

    AccountPages(
            AccountService accounts,
            AccountViews views,
            AccountChanges changes,
            WaitingRegistrations waiting,
            PublicUrl publicUrl) {
        this.accounts = accounts;
        this.views = views;
        this.changes = changes;
        this.waiting = waiting;
        this.publicUrl = publicUrl;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/accounts")
    String list(ListRequest request, Caller caller, HttpServletResponse response, Model model) {
        requireAnswersForSomebody(caller);
        try {
            model.addAttribute(
                    "list",
                    ListPage.found(
                            "/accounts", request, views.list("", request, caller), views.count(request, caller)));
        } catch (InvalidInput invalid) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            model.addAttribute("list", ListPage.refused("/accounts", request, invalid.errors()));
        }
        model.addAttribute("waiting", waiting.list(caller, MOST_WAITING));
        model.addAttribute("server", publicUrl.of(""));
        return "accounts/list";
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/accounts")
    String bulk(
            @RequestParam(defaultValue = "") List<String> email,
            @RequestParam String action,
            ListRequest request,
            Caller caller,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("results", changes.each(caller, email, action));
        return list(request, caller, response, model);
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/accounts/{email}")
    String show(@PathVariable String email, Caller caller, Model model) {
        model.addAttribute("account", views.get(email, caller));
        model.addAttribute("server", publicUrl.of(""));
        return "accounts/one";
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/accounts/{email}/enable")
    String enable(@PathVariable String email, Caller caller) {
        accounts.enable(email, caller);
        return back(email);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/accounts/{email}/disable")
    String disable(@PathVariable String email, Caller caller) {
        accounts.disable(email, caller);
        return back(email);
    }

    @Permitted(value = To.ADMIN, scope = Scope.PEOPLE)
    @PostMapping("/accounts/{email}/admin")
    String makeAdmin(@PathVariable String email, @RequestParam boolean is, Caller caller) {
        accounts.makeAdmin(email, is, caller);
        return back(email);
    }

    @Permitted(value = To.ADMIN, scope = Scope.PEOPLE)
    @PostMapping("/accounts/{email}/sessions/end")
    String endSessions(@PathVariable String email, Caller caller) {
        accounts.endSessions(email, caller);
        return back(email);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/registrations/{id}/approve")
    String approve(@PathVariable long id, Caller caller) {
        waiting.approve(id, caller);
        return "redirect:/accounts?waiting";
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/registrations/{id}/reject")
    String reject(@PathVariable long id, @RequestParam(defaultValue = "") String reason, Caller caller) {
        waiting.reject(id, reason, caller);
        return "redirect:/accounts?waiting";
    }

    private static void requireAnswersForSomebody(Caller caller) {
        if (!caller.answersForSomeSite()) {
            throw new Forbidden("only PIs and admins see who has an account");
        }
    }

    private static String back(String email) {
        return "redirect:"
                + UriComponentsBuilder.fromPath("/accounts/{email}")
                        .encode()
                        .buildAndExpand(email)
                        .toUriString();
    }
}
