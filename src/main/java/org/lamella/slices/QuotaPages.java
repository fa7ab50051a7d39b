package org.lamella.slices;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.TreeMap;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.quotas.Resource;
import org.lamella.web.InvalidInput;
import org.lamella.web.PublicUrl;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Quotas: an admin sets them, a PI sees those of the own site. */
@Controller
class QuotaPages {
    private final QuotaViews views;
    private final QuotaEdits edits;
    private final SliceAccess access;
    private final PublicUrl publicUrl;

    QuotaPages(QuotaViews views, QuotaEdits edits, SliceAccess access, PublicUrl publicUrl) {
        this.views = views;
        this.edits = edits;
        this.access = access;
        this.publicUrl = publicUrl;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/quotas")
    String all(Caller caller, Model model) {
        model.addAttribute("sites", views.ofSitesOf(caller));
        model.addAttribute("resources", Resource.values());
        return "quotas/all";
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/quotas/{site}")
    String site(Caller caller, @PathVariable String site, Model model) {
        SiteQuota quota = views.ofSite(site);
        caller.requireAnswersFor(site, "see its quotas here");
        model.addAttribute("quota", quota);
        model.addAttribute("server", publicUrl.of(""));
        return "quotas/site";
    }

    @Permitted(value = To.ADMIN, scope = Scope.PEOPLE)
    @PostMapping("/quotas/{site}")
    String setForSite(
            Caller caller,
            @PathVariable String site,
            @RequestParam Map<String, String> form,
            HttpServletResponse response,
            Model model) {
        try {
            edits.setForSite(caller, site, numbers(form));
            return "redirect:/quotas/" + site;
        } catch (InvalidInput invalid) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            model.addAttribute("errors", invalid.errors());
            model.addAttribute("typed", form);
            return site(caller, site, model);
        }
    }

    @Permitted(value = To.ADMIN, scope = Scope.PEOPLE)
    @PostMapping("/slices/{name}/quota")
    String setForSlice(Caller caller, @PathVariable String name, @RequestParam Map<String, String> form) {
        access.requireVisible(caller, name);
        edits.setForSlice(caller, name, numbers(form));
        return "redirect:/slices/" + name;
    }

    /** Without what else a form holds, such as its token against forgery. */
    private static Map<String, String> numbers(Map<String, String> form) {
        Map<String, String> numbers = new TreeMap<>();
        form.forEach((field, text) -> Resource.ofField(field).ifPresent(resource -> numbers.put(field, text.strip())));
        return numbers;
    }
}
