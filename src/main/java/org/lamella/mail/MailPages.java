package org.lamella.mail;

import jakarta.servlet.http.HttpServletResponse;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.web.InvalidInput;
import org.lamella.web.PublicUrl;
import org.lamella.web.listing.ListPage;
import org.lamella.web.listing.ListRequest;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** What became of mails; where there is no mail server, the only place to read them. */
@Controller
class MailPages {
    private final MailViews views;
    private final SmtpServer server;
    private final PublicUrl publicUrl;

    MailPages(MailViews views, SmtpServer server, PublicUrl publicUrl) {
        this.views = views;
        this.server = server;
        this.publicUrl = publicUrl;
    }

    @Permitted(To.ADMIN)
    @GetMapping("/mail")
    String list(ListRequest request, HttpServletResponse response, Model model) {
        try {
            model.addAttribute("list", ListPage.found("/mail", request, views.list("", request), views.count(request)));
        } catch (InvalidInput invalid) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            model.addAttribute("list", ListPage.refused("/mail", request, invalid.errors()));
        }
        model.addAttribute("serverIsThere", server.isThere());
        model.addAttribute("server", publicUrl.of(""));
        return "mail/list";
    }

    @Permitted(To.ADMIN)
    @GetMapping("/mail/{id}")
    String show(@PathVariable String id, Model model) {
        model.addAttribute("letter", views.get(id));
        return "mail/letter";
    }
}
