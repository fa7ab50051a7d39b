package org.lamella.audit;

import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.web.InvalidInput;
import org.lamella.web.Page;
import org.lamella.web.PublicUrl;
import org.lamella.web.listing.ListRequest;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** Searches the trail by who, what and when. What is asked for stands in the address. */
@Controller
class AuditPages {
    private final AuditReader reader;
    private final PublicUrl publicUrl;

    AuditPages(AuditReader reader, PublicUrl publicUrl) {
        this.reader = reader;
        this.publicUrl = publicUrl;
    }

    @Permitted(To.ADMIN)
    @GetMapping("/audit")
    String find(
            @RequestParam(defaultValue = "") String actor,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String object,
            @RequestParam(defaultValue = "") String action,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String until,
            ListRequest request,
            HttpServletResponse response,
            Model model) {
        AuditQuery.Asked asked = new AuditQuery.Asked(actor, kind, object, action, from, until);
        model.addAttribute("asked", asked);
        model.addAttribute("filter", request.filter());
        model.addAttribute("all", asked.isEmpty() && request.filter().isBlank());
        model.addAttribute("first", request.cursor().isEmpty());
        model.addAttribute("address", address("/audit", asked, request, request.cursor()));
        model.addAttribute("newest", address("/audit", asked, request, ""));
        model.addAttribute("curl", publicUrl.of(address("/api/v1/audit", asked, request, "")));
        Page<AuditEvent> page = found(asked, request, response, model);
        model.addAttribute("events", page.items());
        model.addAttribute("next", page.next() == null ? null : address("/audit", asked, request, page.next()));
        return "audit/list";
    }

    private Page<AuditEvent> found(
            AuditQuery.Asked asked, ListRequest request, HttpServletResponse response, Model model) {
        try {
            return reader.find(asked, request);
        } catch (InvalidInput invalid) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            model.addAttribute("errors", invalid.errors());
            return new Page<>(List.of(), null);
        }
    }

    private static String address(String path, AuditQuery.Asked asked, ListRequest request, String cursor) {
        Map<String, Object> parts = new HashMap<>(asked.parts());
        parts.put("filter", request.filter());
        parts.put("sort", request.sort());
        parts.put("cursor", cursor);
        parts.values().removeIf(""::equals);
        var address = UriComponentsBuilder.fromPath(path);
        parts.keySet().stream().sorted().forEach(name -> address.queryParam(name, "{" + name + "}"));
        return address.encode().buildAndExpand(parts).toUriString();
    }
}
