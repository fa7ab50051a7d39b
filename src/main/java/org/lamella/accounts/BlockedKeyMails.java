package org.lamella.accounts;

import org.lamella.accounts.keys.KeyBlocked;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells people that a key of theirs is gone. */
@Component
class BlockedKeyMails {
    private final AccountMails mails;

    BlockedKeyMails(AccountMails mails) {
        this.mails = mails;
    }

    @EventListener
    void tell(KeyBlocked blocked) {
        blocked.owners()
                .forEach(owner -> mails.send(AccountMail.keyBlocked(owner, blocked.fingerprint(), blocked.reason())));
    }
}
