package org.lamella.mail;

import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.web.Page;
import org.lamella.web.listing.ListRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/mails")
class MailController {
    private final MailViews views;

    MailController(MailViews views) {
        this.views = views;
    }

    @Permitted(To.ADMIN)
    @GetMapping
    Page<MailView> list(@RequestParam(defaultValue = "") String to, ListRequest request) {
        return views.list(to.strip(), request);
    }

    @Permitted(To.ADMIN)
    @GetMapping("/{id}")
    MailViews.Letter show(@PathVariable String id) {
        return views.get(id);
    }
}
