package org.lamella.accounts;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.accounts.throttle.TooManyAttempts;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.PublicUrl;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One's own account: name, password, sessions. Tokens and ssh keys have pages of their own beside it. */
@Controller
class OwnAccountPages {
    private final AccountService accounts;
    private final AccountViews views;
    private final Passwords passwords;
    private final Sessions sessions;
    private final PublicUrl publicUrl;

    OwnAccountPages(
            AccountService accounts, AccountViews views, Passwords passwords, Sessions sessions, PublicUrl publicUrl) {
        this.accounts = accounts;
        this.views = views;
        this.passwords = passwords;
        this.sessions = sessions;
        this.publicUrl = publicUrl;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/account")
    String show(Caller caller, HttpSession session, Model model) {
        return show(List.of(), caller, session, model);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/account")
    String rename(
            @RequestParam(defaultValue = "") String name,
            Caller caller,
            HttpSession session,
            HttpServletResponse response,
            Model model) {
        try {
            accounts.rename(caller.email(), name, caller, version -> {});
            return "redirect:/account";
        } catch (InvalidInput invalid) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            return show(invalid.errors(), caller, session, model);
        }
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/account/password")
    String changePassword(
            @RequestParam(defaultValue = "") String old,
            @RequestParam(defaultValue = "") String password,
            Caller caller,
            HttpSession session,
            HttpServletResponse response,
            Model model) {
        try {
            passwords.change(caller, old, password, session.getId());
            model.addAttribute("passwordChanged", true);
            return show(List.of(), caller, session, model);
        } catch (InvalidInput invalid) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            return show(invalid.errors(), caller, session, model);
        } catch (TooManyAttempts tooMany) {
            TooManyAttemptsAnswer.mark(tooMany, response);
            return show(List.of(FieldError.invalid("old", tooMany.getMessage())), caller, session, model);
        }
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/account/sessions/{mark}/end")
    String endSession(@PathVariable String mark, Caller caller) {
        sessions.end(caller.accountId(), mark);
        return "redirect:/account";
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/account/sessions/end-others")
    String endOtherSessions(Caller caller, HttpSession session) {
        sessions.endOthers(caller.accountId(), session.getId());
        return "redirect:/account";
    }

    private String show(List<FieldError> errors, Caller caller, HttpSession session, Model model) {
        model.addAttribute("errors", errors);
        model.addAttribute("account", views.get(caller.email(), caller));
        model.addAttribute("sessions", sessions.of(caller.accountId(), session.getId()));
        model.addAttribute("server", publicUrl.of(""));
        return "accounts/own";
    }
}
