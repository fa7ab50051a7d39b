package org.lamella.access;

import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** What a request is authenticated as, however it was. Lives as long as the request. */
public final class CallerToken extends AbstractAuthenticationToken {
    private final transient Caller caller;

    public CallerToken(Caller caller) {
        super(List.of());
        this.caller = caller;
        setAuthenticated(true);
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Caller getPrincipal() {
        return caller;
    }
}
