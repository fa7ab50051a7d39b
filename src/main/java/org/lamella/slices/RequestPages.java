package org.lamella.slices;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.images.Images;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.PublicUrl;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Asking for a slice, and the talk about it as its requester sees it. */
@Controller
@RequestMapping("/slices")
class RequestPages {
    private static final int IMAGES_SHOWN = 100;

    private final RequestedSlices requests;
    private final RequestService service;
    private final Images images;
    private final PublicUrl publicUrl;

    RequestPages(RequestedSlices requests, RequestService service, Images images, PublicUrl publicUrl) {
        this.requests = requests;
        this.service = service;
        this.images = images;
        this.publicUrl = publicUrl;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/request")
    String form(Caller caller, Model model) {
        String site = caller.roles().keySet().stream()
                .sorted()
                .findFirst()
                .map(base -> base + "_")
                .orElse("");
        return form(new RequestForm(site, Images.DEFAULT, "", ""), List.of(), model);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/request")
    String ask(Caller caller, RequestForm form, HttpServletResponse response, Model model) {
        try {
            return "redirect:/slices/requests/"
                    + service.ask(caller, form.wanted()).id();
        } catch (InvalidInput invalid) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            return form(form, invalid.errors(), model);
        }
    }

    private String form(RequestForm form, List<FieldError> errors, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("errors", errors);
        model.addAttribute("images", images.findByNameGreaterThanOrderByName("", Limit.of(IMAGES_SHOWN)));
        model.addAttribute("server", publicUrl.of(""));
        return "slices/request";
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/requests/{id}")
    String show(Caller caller, @PathVariable long id, Model model) {
        model.addAttribute("asked", requests.get(caller, id));
        return "slices/requested";
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/requests/{id}/answer")
    String answer(Caller caller, @PathVariable long id, @RequestParam String words) {
        service.answer(caller, id, words.strip());
        return "redirect:/slices/requests/" + id;
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/requests/{id}/withdraw")
    String withdraw(Caller caller, @PathVariable long id) {
        service.withdraw(caller, id);
        return "redirect:/";
    }
}
