package org.lamella.accounts;

import org.lamella.mail.Mail;
import org.lamella.mail.Mails;
import org.springframework.stereotype.Component;

/** Sends what this package has to say by mail, within the transaction of the change that it tells of. */
@Component
class AccountMails {
    private final Mails mails;

    AccountMails(Mails mails) {
        this.mails = mails;
    }

    void send(AccountMail mail) {
        mails.send(new Mail(mail.to(), mail.subject(), mail.text(), new Mail.Kind(mail.kind(), mail.why())));
    }
}
