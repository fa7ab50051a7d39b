package org.lamella.images;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.FieldError;
import org.lamella.web.FormRefusal;
import org.lamella.web.InvalidInput;
import org.lamella.web.Page;
import org.lamella.web.PublicUrl;
import org.lamella.web.QuotaExceeded;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
class ImagePages {
    private static final int SHOWN = 500;
    private static final int USERS = 100;

    private final ImageViews views;
    private final ImageRegistry registry;
    private final Archives archives;
    private final PublicUrl publicUrl;

    ImagePages(ImageViews views, ImageRegistry registry, Archives archives, PublicUrl publicUrl) {
        this.views = views;
        this.registry = registry;
        this.archives = archives;
        this.publicUrl = publicUrl;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/images")
    String list(Model model) {
        model.addAttribute("images", views.list(new Page.Request("", SHOWN)).items());
        model.addAttribute("server", publicUrl.of(""));
        return "images/list";
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/images/{name}")
    String show(Caller caller, @PathVariable String name, Model model) {
        model.addAttribute("image", views.get(name));
        // Not everybody may know of every slice; admins do, and need their names before they can delete.
        model.addAttribute("users", caller.admin() ? views.users(name, USERS) : List.of());
        model.addAttribute("isDefault", name.equals(Images.DEFAULT));
        model.addAttribute("server", publicUrl.of(""));
        return "images/one";
    }

    /**
     * Takes an archive as it comes, and not as a part of a form: the server would keep a whole form on its disk before it looks
     * who sends it. The page's script sends it, with the token of the form.
     *
     * @return its digest, or what is wrong
     */
    @Permitted(value = To.ADMIN, scope = Scope.NODES)
    @PostMapping(path = "/images/archives", produces = MediaType.TEXT_PLAIN_VALUE)
    ResponseEntity<String> bring(Caller caller, HttpServletRequest request) throws IOException {
        try {
            Archive archive = archives.take(caller, request.getInputStream(), request.getContentLengthLong(), "");
            return ResponseEntity.ok(archive.digest());
        } catch (InvalidInput | QuotaExceeded refused) {
            return ResponseEntity.badRequest().body(refused.getMessage());
        }
    }

    @Permitted(value = To.ADMIN, scope = Scope.NODES)
    @PostMapping("/images")
    String add(
            Caller caller,
            @RequestParam String name,
            @RequestParam String kind,
            @RequestParam String source,
            @RequestParam(defaultValue = "") String description,
            HttpServletResponse response,
            Model model) {
        ImageRegistry.Draft draft =
                new ImageRegistry.Draft(name.strip(), kind.strip(), source.strip(), description.strip());
        Optional<FormRefusal> refusal = FormRefusal.of("image", () -> registry.add(caller, draft));
        if (refusal.isEmpty()) {
            return "redirect:/images/" + draft.name();
        }
        refusal.get().sayIn(response, model);
        model.addAttribute("draft", draft);
        return list(model);
    }

    @Permitted(value = To.ADMIN, scope = Scope.NODES)
    @PostMapping("/images/{name}/archive")
    String replace(
            Caller caller,
            @PathVariable String name,
            @RequestParam String source,
            HttpServletResponse response,
            Model model) {
        return after(
                caller,
                name,
                response,
                model,
                "/images/" + name,
                () -> registry.replace(caller, name, source.strip(), version -> {}));
    }

    @Permitted(value = To.ADMIN, scope = Scope.NODES)
    @PostMapping("/images/{name}/delete")
    String delete(
            Caller caller,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String confirm,
            HttpServletResponse response,
            Model model) {
        return after(caller, name, response, model, "/images", () -> {
            if (!confirm.strip().equals(name)) {
                throw new InvalidInput(List.of(FieldError.invalid(
                        "confirm", "type the image's name, " + name + ", to delete it; nothing was deleted")));
            }
            registry.delete(caller, name);
        });
    }

    private String after(
            Caller caller, String name, HttpServletResponse response, Model model, String next, Runnable change) {
        Optional<FormRefusal> refusal = FormRefusal.of("image", change);
        if (refusal.isEmpty()) {
            return "redirect:" + next;
        }
        refusal.get().sayIn(response, model);
        return show(caller, name, model);
    }
}
