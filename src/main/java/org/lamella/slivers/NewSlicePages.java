package org.lamella.slivers;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.images.Images;
import org.lamella.slices.QuotaViews;
import org.lamella.slices.SliceService;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.PublicUrl;
import org.lamella.web.QuotaExceeded;
import org.springframework.data.domain.Limit;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** The form for a new slice. It stands here because it offers nodes, which slices know nothing of. */
@Controller
class NewSlicePages {
    private static final int IMAGES_SHOWN = 100;

    private final SliceService slices;
    private final Images images;
    private final FreeNodes freeNodes;
    private final QuotaViews quotas;
    private final PublicUrl publicUrl;

    NewSlicePages(SliceService slices, Images images, FreeNodes freeNodes, QuotaViews quotas, PublicUrl publicUrl) {
        this.slices = slices;
        this.images = images;
        this.freeNodes = freeNodes;
        this.quotas = quotas;
        this.publicUrl = publicUrl;
    }

    /** Who answers for no site asks for a slice instead. */
    @Permitted(To.SIGNED_IN)
    @GetMapping("/slices/new")
    String form(Caller caller, Model model) {
        return caller.answersForSomeSite()
                ? form(caller, SliceForm.EMPTY, List.of(), model)
                : "redirect:/slices/request";
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/slices")
    String create(Caller caller, SliceForm form, HttpServletResponse response, Model model) {
        try {
            slices.create(caller, form.request());
            return "redirect:/slices/" + form.name();
        } catch (InvalidInput invalid) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            return form(caller, form, invalid.errors(), model);
        } catch (QuotaExceeded exceeded) {
            response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
            return form(caller, form, List.of(FieldError.invalid("name", exceeded.getMessage())), model);
        }
    }

    private String form(Caller caller, SliceForm form, List<FieldError> errors, Model model) {
        model.addAttribute("quotas", quotas.ofSitesOf(caller));
        model.addAttribute("form", form);
        model.addAttribute("errors", errors);
        model.addAttribute("images", images.findByNameGreaterThanOrderByName("", Limit.of(IMAGES_SHOWN)));
        model.addAttribute("readyNodes", freeNodes.count(Optional.empty()));
        model.addAttribute("server", publicUrl.of(""));
        return "slivers/new-slice";
    }
}
