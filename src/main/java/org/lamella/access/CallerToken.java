package org.lamella.access;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** What a request is authenticated as, however it was. Lives as long as the request, or as the socket that one opened. */
public final class CallerToken extends AbstractAuthenticationToken {
    private final transient Caller caller;
    private final transient Supplier<Optional<Caller>> again;

    /** @param again asks anew who is behind the same session or token; empty when it would not be let in any more */
    public CallerToken(Caller caller, Supplier<Optional<Caller>> again) {
        super(List.of());
        this.caller = caller;
        this.again = again;
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

    /** The caller as it is now; empty when it has signed out, was disabled, or its token is not good any more. */
    public Optional<Caller> now() {
        return again.get();
    }
}
