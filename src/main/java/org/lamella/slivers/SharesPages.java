package org.lamella.slivers;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.shares.SharesForms;
import org.lamella.shares.Term;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The forms for the shares, ceilings and limits of a slice and of one sliver. */
@Controller
@RequestMapping("/slices/{name}")
class SharesPages {
    private final SlicePage slicePage;
    private final SliverPage sliverPage;
    private final SharesForms shares;

    SharesPages(SlicePage slicePage, SliverPage sliverPage, SharesForms shares) {
        this.slicePage = slicePage;
        this.sliverPage = sliverPage;
        this.shares = shares;
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/shares")
    String ofSlice(
            Caller caller,
            @PathVariable String name,
            @RequestParam Map<String, String> form,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("typedShares", form);
        return slicePage.after(
                caller, name, response, model, () -> shares.ofSlice(caller, name, Term.Family.SHARES, form));
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/limits")
    String limitSlice(
            Caller caller,
            @PathVariable String name,
            @RequestParam Map<String, String> form,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("typedLimits", form);
        return slicePage.after(
                caller, name, response, model, () -> shares.ofSlice(caller, name, Term.Family.LIMITS, form));
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/slivers/{node}/shares")
    String ofSliver(
            Caller caller,
            @PathVariable String name,
            @PathVariable String node,
            @RequestParam Map<String, String> form,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("typedShares", form);
        return sliverPage.after(
                caller,
                name,
                node,
                response,
                model,
                () -> shares.ofSliver(caller, name, node, Term.Family.SHARES, form));
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/slivers/{node}/limits")
    String limitSliver(
            Caller caller,
            @PathVariable String name,
            @PathVariable String node,
            @RequestParam Map<String, String> form,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("typedLimits", form);
        return sliverPage.after(
                caller,
                name,
                node,
                response,
                model,
                () -> shares.ofSliver(caller, name, node, Term.Family.LIMITS, form));
    }
}
