package org.lamella.accounts;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lamella.access.Role;

/**
 * A person, for pages and API alike.
 *
 * @param verifiedAt when they showed that the address is theirs; null when they never had to
 * @param hasPassword false for who signs in by one-time codes or an identity provider alone
 * @param roles what they are at which site, by login base
 */
record AccountView(
        String email,
        String name,
        boolean admin,
        boolean enabled,
        boolean hasPassword,
        Instant createdAt,
        @Nullable Instant verifiedAt,
        Map<String, Set<Role>> roles,
        long version) {
    AccountView {
        roles = Map.copyOf(roles);
    }
}
