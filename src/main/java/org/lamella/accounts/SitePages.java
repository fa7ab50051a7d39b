package org.lamella.accounts;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.PublicUrl;
import org.lamella.web.listing.ListPage;
import org.lamella.web.listing.ListRequest;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
class SitePages {
    private final SiteService sites;
    private final SiteViews views;
    private final SitePeople people;
    private final PublicUrl publicUrl;

    SitePages(SiteService sites, SiteViews views, SitePeople people, PublicUrl publicUrl) {
        this.sites = sites;
        this.views = views;
        this.people = people;
        this.publicUrl = publicUrl;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/sites")
    String list(ListRequest request, HttpServletResponse response, Model model) {
        try {
            model.addAttribute("list", ListPage.found("/sites", request, views.list(request), views.count(request)));
        } catch (InvalidInput invalid) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            model.addAttribute("list", ListPage.refused("/sites", request, invalid.errors()));
        }
        return "sites/list";
    }

    @Permitted(To.ADMIN)
    @GetMapping("/sites/new")
    String form(Model model) {
        return form("", SiteDraft.EMPTY, List.of(), model);
    }

    @Permitted(value = To.ADMIN, scope = Scope.PEOPLE)
    @PostMapping("/sites")
    String create(
            @RequestParam(defaultValue = "") String loginBase,
            SiteDraft form,
            Caller caller,
            HttpServletResponse response,
            Model model) {
        try {
            sites.create(loginBase.strip(), form, caller);
            return back(loginBase.strip());
        } catch (InvalidInput invalid) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            return form(loginBase, form, invalid.errors(), model);
        }
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/sites/{loginBase}")
    String show(@PathVariable String loginBase, Caller caller, Model model) {
        Site site = sites.get(loginBase);
        return show(site, SiteDraft.of(site.facts()), List.of(), caller, model);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/sites/{loginBase}")
    String change(
            @PathVariable String loginBase, SiteDraft form, Caller caller, HttpServletResponse response, Model model) {
        try {
            sites.change(loginBase, before -> form, caller, version -> {});
            return back(loginBase);
        } catch (InvalidInput invalid) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            return show(sites.get(loginBase), form, invalid.errors(), caller, model);
        }
    }

    @Permitted(value = To.ADMIN, scope = Scope.PEOPLE)
    @PostMapping("/sites/{loginBase}/suspend")
    String suspend(@PathVariable String loginBase, @RequestParam(defaultValue = "") String reason, Caller caller) {
        sites.suspend(loginBase, reason, caller);
        return back(loginBase);
    }

    @Permitted(value = To.ADMIN, scope = Scope.PEOPLE)
    @PostMapping("/sites/{loginBase}/resume")
    String resume(@PathVariable String loginBase, Caller caller) {
        sites.resume(loginBase, caller);
        return back(loginBase);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/sites/{loginBase}/roles")
    String changeRole(
            @PathVariable String loginBase,
            @RequestParam String email,
            @RequestParam String role,
            @RequestParam boolean give,
            Caller caller) {
        if (give) {
            people.give(loginBase, email, SitePeopleController.role(role), caller);
        } else {
            people.take(loginBase, email, SitePeopleController.role(role), caller);
        }
        return back(loginBase);
    }

    private String form(String loginBase, SiteDraft form, List<FieldError> errors, Model model) {
        model.addAttribute("loginBase", loginBase);
        model.addAttribute("form", form);
        model.addAttribute("errors", errors);
        model.addAttribute("server", publicUrl.of(""));
        return "sites/new";
    }

    private String show(Site site, SiteDraft form, List<FieldError> errors, Caller caller, Model model) {
        model.addAttribute("site", SiteView.of(site));
        model.addAttribute("form", form);
        model.addAttribute("errors", errors);
        model.addAttribute("people", people.list(site.loginBase(), caller));
        model.addAttribute("server", publicUrl.of(""));
        return "sites/one";
    }

    private static String back(String loginBase) {
        return "redirect:/sites/" + loginBase;
    }
}
