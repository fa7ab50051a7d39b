package org.lamella.accounts.keys;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
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

@Controller
class SshKeyPages {
    private static final int MOST_SHOWN = 500;

    private final SshKeys keys;
    private final BlockedKeys blocked;
    private final PublicUrl publicUrl;

    SshKeyPages(SshKeys keys, BlockedKeys blocked, PublicUrl publicUrl) {
        this.keys = keys;
        this.blocked = blocked;
        this.publicUrl = publicUrl;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/account/ssh-keys")
    String list(Caller caller, Model model) {
        return list(List.of(), caller, model);
    }

    /** What was pasted is not shown again: it may have been a private key. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/account/ssh-keys")
    String add(@RequestParam(defaultValue = "") String key, Caller caller, HttpServletResponse response, Model model) {
        try {
            keys.add(key, caller);
            return "redirect:/account/ssh-keys";
        } catch (InvalidInput invalid) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            return list(invalid.errors(), caller, model);
        }
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/account/ssh-keys/{id}/remove")
    String remove(@PathVariable long id, Caller caller) {
        keys.remove(id, caller);
        return "redirect:/account/ssh-keys";
    }

    @Permitted(To.ADMIN)
    @GetMapping("/blocked-ssh-keys")
    String listBlocked(Model model) {
        return listBlocked(List.of(), model);
    }

    @Permitted(value = To.ADMIN, scope = Scope.PEOPLE)
    @PostMapping("/blocked-ssh-keys")
    String block(
            @RequestParam(defaultValue = "") String key,
            @RequestParam(defaultValue = "") String reason,
            Caller caller,
            HttpServletResponse response,
            Model model) {
        try {
            blocked.block(key, reason, caller);
            return "redirect:/blocked-ssh-keys";
        } catch (InvalidInput invalid) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            return listBlocked(invalid.errors(), model);
        }
    }

    @Permitted(value = To.ADMIN, scope = Scope.PEOPLE)
    @PostMapping("/blocked-ssh-keys/unblock")
    String unblock(@RequestParam String fingerprint, Caller caller) {
        blocked.unblock(fingerprint, caller);
        return "redirect:/blocked-ssh-keys";
    }

    private String list(List<FieldError> errors, Caller caller, Model model) {
        model.addAttribute("keys", keys.of(caller.accountId()));
        model.addAttribute("errors", errors);
        model.addAttribute("server", publicUrl.of(""));
        return "accounts/ssh-keys";
    }

    private String listBlocked(List<FieldError> errors, Model model) {
        model.addAttribute("blocked", blocked.list(MOST_SHOWN));
        model.addAttribute("errors", errors);
        model.addAttribute("server", publicUrl.of(""));
        return "accounts/blocked-ssh-keys";
    }
}
