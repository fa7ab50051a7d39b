package org.lamella.agentlink;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.PublicUrl;
import org.lamella.web.Unavailable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Which slice sent a packet. */
@Controller
class WhoSentPages {
    private final WhoSent whoSent;
    private final PublicUrl publicUrl;

    WhoSentPages(WhoSent whoSent, PublicUrl publicUrl) {
        this.whoSent = whoSent;
        this.publicUrl = publicUrl;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/nodes/{name}/who-sent")
    String ask(
            Caller caller,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String address,
            @RequestParam(defaultValue = "") String port,
            @RequestParam(defaultValue = "") String at,
            HttpServletResponse response,
            Model model) {
        whoSent.requireMay(caller, name);
        model.addAttribute("node", name);
        model.addAttribute("address", address);
        model.addAttribute("port", port);
        model.addAttribute("at", at);
        model.addAttribute("server", publicUrl.of(""));
        if (!address.isBlank()) {
            try {
                model.addAttribute("found", whoSent.ask(caller, name, address.strip(), port, at));
            } catch (InvalidInput invalid) {
                response.setStatus(HttpStatus.BAD_REQUEST.value());
                model.addAttribute("errors", invalid.errors());
            } catch (Unavailable away) {
                response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
                model.addAttribute("errors", List.of(FieldError.invalid("node", away.getMessage())));
            }
        }
        return "nodes/who-sent";
    }
}
