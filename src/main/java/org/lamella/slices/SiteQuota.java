package org.lamella.slices;

import java.util.List;

/** What a site has and may have of each resource. */
public record SiteQuota(String site, List<QuotaUsage> items) {
    public SiteQuota {
        items = List.copyOf(items);
    }

    /** @param resource as in the API: {@code slices} */
    public QuotaUsage of(String resource) {
        return items.stream()
                .filter(item -> item.resource().equals(resource))
                .findFirst()
                .orElseThrow();
    }
}
