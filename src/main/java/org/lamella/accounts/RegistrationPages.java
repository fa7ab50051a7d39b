package org.lamella.accounts;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.accounts.throttle.TooManyAttempts;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.PublicUrl;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** How a stranger gets an account. The mailed link only opens a page with a button: mail scanners open links. */
@Controller
class RegistrationPages {
    private static final int SITES_SHOWN = 1000;

    private final RegistrationDesk desk;
    private final Sites sites;
    private final PublicUrl publicUrl;

    RegistrationPages(RegistrationDesk desk, Sites sites, PublicUrl publicUrl) {
        this.desk = desk;
        this.sites = sites;
        this.publicUrl = publicUrl;
    }

    @Permitted(To.ANYBODY)
    @GetMapping("/register")
    String form(Model model) {
        return form(RegistrationRequest.EMPTY, List.of(), model);
    }

    @Permitted(To.ANYBODY)
    @PostMapping("/register")
    String ask(
            RegistrationRequest form,
            @RequestParam(defaultValue = "") String password,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        try {
            desk.ask(form, password, request.getRemoteAddr());
        } catch (InvalidInput invalid) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            return form(form, invalid.errors(), model);
        } catch (TooManyAttempts tooMany) {
            TooManyAttemptsAnswer.mark(tooMany, response);
            model.addAttribute("refusal", tooMany.getMessage());
            return form(form, List.of(), model);
        }
        return done("Look into your mail", "A mail was sent to " + form.email() + " that says how to go on.", model);
    }

    @Permitted(To.ANYBODY)
    @GetMapping("/register/verify")
    String confirmation(@RequestParam(defaultValue = "") String code, Model model) {
        model.addAttribute("code", code);
        return "accounts/verify";
    }

    @Permitted(To.ANYBODY)
    @PostMapping("/register/verify")
    String verify(@RequestParam(defaultValue = "") String code, HttpServletResponse response, Model model) {
        Optional<Registration> registration = desk.verify(code.strip());
        if (registration.isEmpty()) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            model.addAttribute("code", "");
            model.addAttribute("refused", true);
            return "accounts/verify";
        }
        return done(
                "Your address is confirmed",
                "A PI of " + registration.get().site() + " was asked to approve the account. You get a mail then.",
                model);
    }

    private String form(RegistrationRequest form, List<FieldError> errors, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("errors", errors);
        model.addAttribute("sites", sites.findByEnabledTrueOrderByLoginBase(Limit.of(SITES_SHOWN)));
        model.addAttribute("server", publicUrl.of(""));
        return "accounts/register";
    }

    private static String done(String head, String words, Model model) {
        model.addAttribute("head", head);
        model.addAttribute("words", words);
        return "accounts/done";
    }
}
