package org.lamella.accounts;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Objects;
import org.lamella.audit.Actor;
import org.lamella.audit.AuditTrail;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Begins a session of the web pages, however somebody has shown who they are. */
@Component
class SessionStart {
    static final String ADDRESS = "lamella.address";
    static final String BROWSER = "lamella.browser";

    private static final int LONGEST_BROWSER = 300;

    private final SecurityContextRepository contexts;
    private final AuditTrail audit;

    SessionStart(SecurityContextRepository contexts, AuditTrail audit) {
        this.contexts = contexts;
        this.audit = audit;
    }

    /** @param how for the audit trail: {@code by password} */
    @Transactional
    public void begin(SignedIn account, String how, HttpServletRequest request, HttpServletResponse response) {
        // A new session, not only a new id: neither what somebody planted before the sign-in nor the form token that
        // they have read is worth anything after it.
        HttpSession before = request.getSession(false);
        if (before != null) {
            before.invalidate();
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(account, null, List.of()));
        SecurityContextHolder.setContext(context);
        HttpSession session = request.getSession();
        session.setAttribute(ADDRESS, request.getRemoteAddr());
        session.setAttribute(BROWSER, browser(request));
        contexts.saveContext(context, request, response);
        audit.record(
                new Actor(account.email(), Actor.Via.WEB, request.getRemoteAddr()),
                "signed-in",
                "account",
                account.email(),
                how);
    }

    private static String browser(HttpServletRequest request) {
        String said = Objects.requireNonNullElse(request.getHeader(HttpHeaders.USER_AGENT), "");
        return said.substring(0, Math.min(LONGEST_BROWSER, said.length()));
    }
}
