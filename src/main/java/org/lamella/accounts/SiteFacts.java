package org.lamella.accounts;

import java.util.Map;
import java.util.Optional;

/**
 * What can be changed about a site.
 *
 * @param url its web page; empty when there is none
 * @param country ISO 3166-1, two letters
 */
record SiteFacts(String name, String url, Optional<Location> location, Optional<String> country) {
    SiteFacts(String name, String url, Optional<Location> location, String country) {
        this(name, url, location, Optional.ofNullable(country));
    }

    static SiteFacts named(String name) {
        return new SiteFacts(name, "", Optional.empty(), Optional.empty());
    }

    /** For the audit trail. */
    Map<String, ?> asMap() {
        return Map.of(
                "name",
                name,
                "url",
                url,
                "location",
                location.map(place -> place.latitude() + ", " + place.longitude())
                        .orElse(""),
                "country",
                country.orElse(""));
    }
}
