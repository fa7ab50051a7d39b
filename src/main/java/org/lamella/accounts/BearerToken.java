package org.lamella.accounts;

import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A token shown by a caller of the API, not looked at yet. */
final class BearerToken extends AbstractAuthenticationToken {
    private final String token;

    BearerToken(String token) {
        super(List.of());
        this.token = token;
    }

    String token() {
        return token;
    }

    @Override
    public Object getCredentials() {
        return token;
    }

    @Override
    public Object getPrincipal() {
        return "";
    }
}
