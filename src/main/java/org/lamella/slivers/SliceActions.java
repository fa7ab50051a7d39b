package org.lamella.slivers;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.slices.SliceChange;
import org.lamella.slices.SliceEdits;
import org.lamella.slices.SliceLife;
import org.lamella.slices.SliceService;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page of one slice, and what its forms do. */
@Controller
@RequestMapping("/slices/{name}")
class SliceActions {
    private final SlicePage page;
    private final SliceService slices;
    private final SliceEdits edits;
    private final SliceLife life;

    SliceActions(SlicePage page, SliceService slices, SliceEdits edits, SliceLife life) {
        this.page = page;
        this.slices = slices;
        this.edits = edits;
        this.life = life;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping
    String show(Caller caller, @PathVariable String name, Model model) {
        return page.show(caller, name, model);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/renew")
    String renew(Caller caller, @PathVariable String name, HttpServletResponse response, Model model) {
        return page.after(caller, name, response, model, () -> life.renew(caller, name, Optional.empty()));
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/suspend")
    String suspend(
            Caller caller,
            @PathVariable String name,
            @RequestParam String reason,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("reason", reason);
        return page.after(caller, name, response, model, () -> life.suspend(caller, name, reason));
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/resume")
    String resume(Caller caller, @PathVariable String name, HttpServletResponse response, Model model) {
        return page.after(caller, name, response, model, () -> life.resume(caller, name));
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/change")
    String change(
            Caller caller,
            @PathVariable String name,
            @RequestParam String description,
            @RequestParam String url,
            @RequestParam String image,
            HttpServletResponse response,
            Model model) {
        var change = new SliceChange(
                Optional.of(description.strip()),
                Optional.of(url.strip()),
                Optional.of(image),
                Optional.empty(),
                Optional.empty());
        model.addAttribute("typed", change);
        return page.after(caller, name, response, model, () -> edits.change(caller, name, change, version -> {}));
    }

    /** Browsers send line ends as CRLF, which no shell takes for an end. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/initscript")
    String initscript(
            Caller caller,
            @PathVariable String name,
            @RequestParam String initscript,
            @RequestParam Optional<String> firstInitscript,
            HttpServletResponse response,
            Model model) {
        String text = initscript.replace("\r\n", "\n");
        Optional<String> first = firstInitscript.map(typed -> typed.replace("\r\n", "\n"));
        var change = new SliceChange(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(text), first);
        model.addAttribute("typedInitscript", text);
        first.ifPresent(typed -> model.addAttribute("typedFirstInitscript", typed));
        return page.after(caller, name, response, model, () -> edits.change(caller, name, change, version -> {}));
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/members")
    String addMember(
            Caller caller,
            @PathVariable String name,
            @RequestParam String email,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("email", email);
        return page.after(caller, name, response, model, () -> edits.addMember(caller, name, email.strip()));
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/members/{email}/remove")
    String removeMember(Caller caller, @PathVariable String name, @PathVariable String email) {
        edits.removeMember(caller, name, email);
        boolean left = caller.email().equalsIgnoreCase(email);
        return left ? "redirect:/" : "redirect:/slices/" + name;
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/tags")
    String tag(
            Caller caller,
            @PathVariable String name,
            @RequestParam String tag,
            @RequestParam String value,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("tag", tag);
        model.addAttribute("tagValue", value);
        return page.after(caller, name, response, model, () -> edits.tag(caller, name, tag.strip(), value.strip()));
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/untag")
    String untag(Caller caller, @PathVariable String name, @RequestParam String tag) {
        edits.untag(caller, name, tag);
        return "redirect:/slices/" + name;
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.SLICES)
    @PostMapping("/delete")
    String delete(
            Caller caller,
            @PathVariable String name,
            @RequestParam String confirm,
            HttpServletResponse response,
            Model model) {
        if (confirm.strip().equals(name)) {
            slices.delete(caller, name);
            return "redirect:/slices";
        }
        model.addAttribute("notConfirmed", true);
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        return page.show(caller, name, model);
    }
}
