package org.lamella.access;

import java.util.Optional;
import org.springframework.security.core.context.SecurityContextHolder;

/** The caller of the request that this thread serves. */
public final class CurrentCaller {
    private CurrentCaller() {}

    /** Empty for a stranger. */
    public static Optional<Caller> get() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof CallerToken token
                ? Optional.of(token.getPrincipal())
                : Optional.empty();
    }
}
