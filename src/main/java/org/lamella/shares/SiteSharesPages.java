package org.lamella.shares;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.FormRefusal;
import org.lamella.web.PublicUrl;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What holds for all slices of a site that say nothing else. */
@Controller
@RequestMapping("/sites/{site}/shares")
class SiteSharesPages {
    private final SharesViews views;
    private final SharesForms forms;
    private final PublicUrl publicUrl;

    SiteSharesPages(SharesViews views, SharesForms forms, PublicUrl publicUrl) {
        this.views = views;
        this.forms = forms;
        this.publicUrl = publicUrl;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping
    String show(Caller caller, @PathVariable String site, Model model) {
        model.addAttribute("shares", views.ofSite(caller, site));
        model.addAttribute("site", site);
        model.addAttribute("server", publicUrl.of(""));
        return "shares/site";
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping
    String change(
            Caller caller,
            @PathVariable String site,
            @RequestParam Map<String, String> form,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("typedShares", form);
        return after(caller, site, response, model, () -> forms.ofSite(caller, site, Term.Family.SHARES, form));
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/limits")
    String limit(
            Caller caller,
            @PathVariable String site,
            @RequestParam Map<String, String> form,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("typedLimits", form);
        return after(caller, site, response, model, () -> forms.ofSite(caller, site, Term.Family.LIMITS, form));
    }

    private String after(Caller caller, String site, HttpServletResponse response, Model model, Runnable change) {
        Optional<FormRefusal> refusal = FormRefusal.of("site", change);
        if (refusal.isEmpty()) {
            return "redirect:/sites/" + site + "/shares";
        }
        refusal.get().sayIn(response, model);
        return show(caller, site, model);
    }
}
