package org.lamella.accounts;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.accounts.throttle.TooManyAttempts;
import org.lamella.web.Unavailable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Signing in with a password, or with a one-time code. Opening a link with a code only fills the form in: a mail scanner or a
 * browser that reads ahead must not use the code up.
 */
@Controller
class SignInPages {
    private static final String CODE_REFUSED =
            "This code is not valid: it was used, it is older than ten minutes, or it was never given out.";
    private static final String PASSWORD_REFUSED =
            "This address and this password do not go together, or the account is not enabled.";

    private final SignInLinks links;
    private final SignIns signIns;
    private final SessionStart sessions;
    private final Optional<OidcSettings> oidc;

    SignInPages(SignInLinks links, SignIns signIns, SessionStart sessions, OidcSettings oidc) {
        this.links = links;
        this.signIns = signIns;
        this.sessions = sessions;
        this.oidc = Optional.of(oidc).filter(OidcSettings::isOn);
    }

    @Permitted(To.ANYBODY)
    @GetMapping("/sign-in")
    String form(@RequestParam Optional<String> code, @RequestParam Optional<String> refused, Model model) {
        refused.ifPresent(by -> model.addAttribute("refusal", OidcSignIn.refusal(by)));
        return form(code.orElse(""), "", model);
    }

    @Permitted(To.ANYBODY)
    @PostMapping("/sign-in")
    String byCode(@RequestParam String code, HttpServletRequest request, HttpServletResponse response, Model model) {
        Optional<SignedIn> account = links.redeem(code.strip());
        if (account.isEmpty()) {
            model.addAttribute("codeRefused", true);
            return refuse(CODE_REFUSED, "", response, model);
        }
        sessions.begin(account.get(), "by one-time code", request, response);
        return "redirect:/slices";
    }

    @Permitted(To.ANYBODY)
    @PostMapping("/sign-in/password")
    String byPassword(
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String password,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Optional<SignedIn> account;
        try {
            account = signIns.byPassword(email, password, request.getRemoteAddr());
        } catch (TooManyAttempts tooMany) {
            TooManyAttemptsAnswer.mark(tooMany, response);
            model.addAttribute("refusal", tooMany.getMessage());
            return form("", email, model);
        } catch (Unavailable busy) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            model.addAttribute("refusal", busy.getMessage());
            return form("", email, model);
        }
        if (account.isEmpty()) {
            return refuse(PASSWORD_REFUSED, email, response, model);
        }
        sessions.begin(account.get(), "by password", request, response);
        return "redirect:/slices";
    }

    private String refuse(String words, String email, HttpServletResponse response, Model model) {
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        model.addAttribute("refusal", words);
        return form("", email, model);
    }

    private String form(String code, String email, Model model) {
        model.addAttribute("code", code);
        model.addAttribute("email", email);
        oidc.ifPresent(on -> model.addAttribute("oidc", on.label()));
        return "sign-in/form";
    }
}
