package org.lamella.accounts;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Optional;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** Somebody whom the identity provider knows and we do not chooses a site. The mail address is the provider's word. */
@Controller
class NewcomerPages {
    private static final int SITES_SHOWN = 1000;

    private final RegistrationDesk desk;
    private final Sites sites;

    NewcomerPages(RegistrationDesk desk, Sites sites) {
        this.desk = desk;
        this.sites = sites;
    }

    @Permitted(To.ANYBODY)
    @GetMapping("/register/newcomer")
    String form(HttpServletRequest request, Model model) {
        return newcomer(request)
                .map(person ->
                        form(new RegistrationRequest(person.email(), person.name(), "", "user", ""), List.of(), model))
                .orElse("redirect:/sign-in");
    }

    @Permitted(To.ANYBODY)
    @PostMapping("/register/newcomer")
    String ask(RegistrationRequest typed, HttpServletRequest request, HttpServletResponse response, Model model) {
        Optional<OidcPerson> person = newcomer(request);
        if (person.isEmpty()) {
            return "redirect:/sign-in";
        }
        RegistrationRequest asked =
                new RegistrationRequest(person.get().email(), typed.name(), typed.site(), typed.role(), typed.words());
        try {
            desk.takeVerified(asked);
        } catch (InvalidInput invalid) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            return form(asked, invalid.errors(), model);
        }
        request.getSession().invalidate();
        model.addAttribute("head", "Asked for");
        model.addAttribute(
                "words", "A PI of " + asked.site() + " was asked to approve the account. You get a mail then.");
        return "accounts/done";
    }

    private String form(RegistrationRequest form, List<FieldError> errors, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("errors", errors);
        model.addAttribute("sites", sites.findByEnabledTrueOrderByLoginBase(Limit.of(SITES_SHOWN)));
        return "accounts/newcomer";
    }

    private static Optional<OidcPerson> newcomer(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(OidcSignIn.NEWCOMER) instanceof OidcPerson person
                ? Optional.of(person)
                : Optional.empty();
    }
}
