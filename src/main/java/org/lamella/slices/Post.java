package org.lamella.slices;

import java.util.Collection;
import org.lamella.mail.Mail;
import org.lamella.mail.Mails;
import org.springframework.stereotype.Component;

/** Where the mails of this package go out, one to each person. */
@Component
class Post {
    private final Mails mails;

    Post(Mails mails) {
        this.mails = mails;
    }

    /** @param to an address that no mail can go to, such as that of an installation's first admin may be, gets none */
    void send(Collection<String> to, String subject, String text, Mail.Kind kind) {
        to.stream().filter(Mail::isAddress).forEach(address -> mails.send(new Mail(address, subject, text, kind)));
    }
}
