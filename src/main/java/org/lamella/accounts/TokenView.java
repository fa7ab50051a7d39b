package org.lamella.accounts;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lamella.access.Scope;

/**
 * A token, but for the token itself.
 *
 * @param account the mail address that it was issued to
 * @param expiresAt null when it never does
 * @param lastUsedAt up to a minute late; null when it was not used yet
 */
record TokenView(
        long id,
        String account,
        String label,
        Set<Scope> scopes,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {
    TokenView {
        // In their order, so that the same token always reads the same.
        scopes = Collections.unmodifiableSet(EnumSet.copyOf(scopes));
    }
}
