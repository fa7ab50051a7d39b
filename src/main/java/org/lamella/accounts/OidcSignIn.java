package org.lamella.accounts;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.stereotype.Component;

/**
 * What happens when somebody comes back from the identity provider: an account that is theirs is signed in; who has none may
 * ask for one, when the provider has verified the mail address; all others are told why not.
 */
@Component
class OidcSignIn implements AuthenticationSuccessHandler, AuthenticationFailureHandler {
    /** Where a session that is none yet keeps who is about to register. */
    static final String NEWCOMER = "lamella.newcomer";

    private static final Logger log = LoggerFactory.getLogger(OidcSignIn.class);
    private static final Duration TIME_TO_REGISTER = Duration.ofMinutes(15);

    private final OidcAccounts accounts;
    private final SessionStart sessions;

    OidcSignIn(OidcAccounts accounts, SessionStart sessions) {
        this.accounts = accounts;
        this.sessions = sessions;
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        OidcPerson person = person((OidcUser) Objects.requireNonNull(authentication.getPrincipal()));
        // It is not this that the session is authenticated as, but an account of ours.
        SecurityContextHolder.clearContext();
        endSession(request);
        Optional<Account> account = accounts.find(person);
        if (account.filter(Account::enabled).isPresent()) {
            sessions.begin(account.get().signedIn(), "by the identity provider", request, response);
            response.sendRedirect("/slices");
        } else if (account.isPresent()) {
            response.sendRedirect("/sign-in?refused=disabled");
        } else if (person.emailVerified() && EmailAddress.isWellFormed(person.email())) {
            HttpSession session = request.getSession();
            session.setMaxInactiveInterval((int) TIME_TO_REGISTER.toSeconds());
            session.setAttribute(NEWCOMER, person);
            response.sendRedirect("/register/newcomer");
        } else {
            response.sendRedirect("/sign-in?refused=unverified");
        }
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        log.warn("a sign-in by the identity provider failed: {}", failure.getMessage());
        endSession(request);
        response.sendRedirect("/sign-in?refused=failed");
    }

    /** @param by as it stands in the address */
    static String refusal(String by) {
        return switch (by) {
            case "disabled" -> "Your account is disabled. Ask a PI of your site.";
            case "unverified" ->
                "The identity provider has not verified your mail address, so it cannot be told whose account this is.";
            default -> "The identity provider did not sign you in. Try again, or sign in another way.";
        };
    }

    private static OidcPerson person(OidcUser user) {
        return new OidcPerson(
                user.getIdToken().getIssuer().toString(),
                user.getSubject(),
                EmailAddress.normal(Objects.requireNonNullElse(user.getEmail(), "")),
                Boolean.TRUE.equals(user.getEmailVerified()),
                Objects.requireNonNullElse(user.getFullName(), ""));
    }

    private static void endSession(HttpServletRequest request) {
        HttpSession before = request.getSession(false);
        if (before != null) {
            before.invalidate();
        }
    }
}
