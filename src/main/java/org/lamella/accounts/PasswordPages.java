package org.lamella.accounts;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.accounts.throttle.TooManyAttempts;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Setting a password that is forgotten, or that never was. */
@Controller
class PasswordPages {
    private final Passwords passwords;

    PasswordPages(Passwords passwords) {
        this.passwords = passwords;
    }

    @Permitted(To.ANYBODY)
    @GetMapping("/reset")
    String form(Model model) {
        model.addAttribute("email", "");
        return "accounts/reset";
    }

    @Permitted(To.ANYBODY)
    @PostMapping("/reset")
    String ask(
            @RequestParam(defaultValue = "") String email,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("email", email);
        try {
            passwords.askForReset(email, request.getRemoteAddr());
        } catch (TooManyAttempts tooMany) {
            TooManyAttemptsAnswer.mark(tooMany, response);
            model.addAttribute("refusal", tooMany.getMessage());
            return "accounts/reset";
        }
        model.addAttribute("head", "Look into your mail");
        model.addAttribute(
                "words", "If " + email + " has an account here, a link was mailed to it. It is good for an hour.");
        return "accounts/done";
    }

    @Permitted(To.ANYBODY)
    @GetMapping("/reset/password")
    String newPassword(@RequestParam(defaultValue = "") String code, Model model) {
        return newPassword(code, List.of(), model);
    }

    @Permitted(To.ANYBODY)
    @PostMapping("/reset/password")
    String set(
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String password,
            HttpServletResponse response,
            Model model) {
        try {
            passwords.reset(code.strip(), password);
        } catch (InvalidInput invalid) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            return newPassword(code, invalid.errors(), model);
        }
        model.addAttribute("head", "The password is set");
        model.addAttribute("words", "All sessions of the account were ended. Sign in with the new password.");
        return "accounts/done";
    }

    private static String newPassword(String code, List<FieldError> errors, Model model) {
        model.addAttribute("code", code);
        model.addAttribute("errors", errors);
        return "accounts/new-password";
    }
}
