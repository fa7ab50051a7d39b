package org.lamella.accounts;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.PublicUrl;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Tokens on the web: one's own, and for admins those of another. */
@Controller
class TokenPages {
    private static final int MOST_SHOWN = 200;

    private final ApiTokens tokens;
    private final PublicUrl publicUrl;

    TokenPages(ApiTokens tokens, PublicUrl publicUrl) {
        this.tokens = tokens;
        this.publicUrl = publicUrl;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/account/tokens")
    String list(Caller caller, Model model) {
        return list(caller.email(), TokenRequest.EMPTY, List.of(), model);
    }

    @Permitted(To.ADMIN)
    @GetMapping("/accounts/{email}/tokens")
    String listOf(@PathVariable String email, Model model) {
        return list(EmailAddress.normal(email), TokenRequest.EMPTY, List.of(), model);
    }

    /** The token stands in the answer itself, because it is kept nowhere that it could be read again. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/account/tokens")
    String issue(TokenRequest form, Caller caller, HttpServletResponse response, Model model) {
        try {
            model.addAttribute("issued", tokens.issue(form, caller));
            return list(caller.email(), TokenRequest.EMPTY, List.of(), model);
        } catch (InvalidInput invalid) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            return list(caller.email(), form, invalid.errors(), model);
        }
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/account/tokens/{id}/revoke")
    String revoke(@PathVariable long id, @RequestParam Optional<String> account, Caller caller) {
        tokens.revoke(id, caller);
        return account.filter(whose -> EmailAddress.isWellFormed(whose) && !whose.equals(caller.email()))
                .map(whose -> "redirect:/accounts/" + whose + "/tokens")
                .orElse("redirect:/account/tokens");
    }

    private String list(String email, TokenRequest form, List<FieldError> errors, Model model) {
        model.addAttribute("whose", email);
        model.addAttribute("tokens", tokens.list(email, MOST_SHOWN));
        model.addAttribute("form", form);
        model.addAttribute("scopes", Scope.values());
        model.addAttribute("errors", errors);
        model.addAttribute("server", publicUrl.of(""));
        return "accounts/tokens";
    }
}
