package org.lamella.accounts;

import org.lamella.access.CallerToken;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** Turns a bearer token into the account that it was issued to. */
@Component
class ApiTokenAuthentication implements AuthenticationProvider {
    private final ApiTokens tokens;

    ApiTokenAuthentication(ApiTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        String token = ((BearerToken) authentication).token();
        Callers.Found found = tokens.callerOf(token)
                .orElseThrow(() -> new BadCredentialsException("this token is not known, has expired, or was revoked"));
        if (!found.enabled()) {
            throw new DisabledException("the account " + found.caller().email() + " is disabled");
        }
        return new CallerToken(
                found.caller(),
                () -> tokens.callerOf(token).filter(Callers.Found::enabled).map(Callers.Found::caller));
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return BearerToken.class.equals(authentication);
    }
}
