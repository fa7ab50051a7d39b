package org.lamella.accounts;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;
import org.lamella.access.Caller;
import org.lamella.access.CallerToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Turns the session's account into a caller with the rights of this moment, for this request alone: a session lasts hours,
 * in which rights are taken away and accounts disabled.
 */
final class SessionCaller extends OncePerRequestFilter {
    private final Callers callers;
    private final Sessions sessions;

    SessionCaller(Callers callers, Sessions sessions) {
        this.callers = callers;
        this.sessions = sessions;
    }

    /** What everybody may have is the same for all. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.startsWith("/assets/") || path.startsWith("/webjars/") || path.startsWith("/actuator/");
    }

    /** A page of errors has a reader as well. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null && authentication.getPrincipal() instanceof SignedIn signedIn) {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            long account = signedIn.accountId();
            String id = request.getSession().getId();
            now(account)
                    .ifPresentOrElse(
                            caller -> context.setAuthentication(new CallerToken(
                                    caller, () -> sessions.lasts(id) ? now(account) : Optional.empty())),
                            () -> end(request));
            SecurityContextHolder.setContext(context);
        }
        chain.doFilter(request, response);
    }

    private Optional<Caller> now(long account) {
        return callers.byId(account).filter(Callers.Found::enabled).map(Callers.Found::caller);
    }

    private static void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }
}
