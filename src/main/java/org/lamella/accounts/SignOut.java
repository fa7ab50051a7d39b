package org.lamella.accounts;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.lamella.audit.Actor;
import org.lamella.audit.AuditTrail;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes a sign-out down; the session itself is ended by Spring Security. */
@Component
class SignOut implements LogoutHandler {
    private final AuditTrail audit;
    private final TransactionTemplate transaction;

    SignOut(AuditTrail audit, TransactionTemplate transaction) {
        this.audit = audit;
        this.transaction = transaction;
    }

    @Override
    public void logout(HttpServletRequest request, HttpServletResponse response, Authentication authentication) {
        if (authentication != null && authentication.getPrincipal() instanceof SignedIn account) {
            Actor actor = new Actor(account.email(), Actor.Via.WEB, request.getRemoteAddr());
            transaction.executeWithoutResult(
                    status -> audit.record(actor, "signed-out", "account", account.email(), ""));
        }
    }
}
