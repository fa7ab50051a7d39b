package org.lamella.accounts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A site, for pages and API alike.
 *
 * @param latitude degrees north; null when nobody has said
 * @param country ISO 3166-1, two letters; null when nobody has said
 * @param suspendedReason empty unless it is suspended
 */
record SiteView(
        String loginBase,
        String name,
        String url,
        @Nullable Double latitude,
        @Nullable Double longitude,
        @Nullable String country,
        boolean enabled,
        String suspendedReason,
        Instant createdAt,
        long version) {
    static SiteView of(Site site) {
        SiteFacts facts = site.facts();
        return new SiteView(
                site.loginBase(),
                site.name(),
                facts.url(),
                facts.location().map(Location::latitude).orElse(null),
                facts.location().map(Location::longitude).orElse(null),
                facts.country().orElse(null),
                site.enabled(),
                site.suspendedReason(),
                site.createdAt(),
                site.version());
    }
}
