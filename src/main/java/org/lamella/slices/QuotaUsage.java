package org.lamella.slices;

import org.lamella.quotas.Resource;

/**
 * One quota, with what is had of it.
 *
 * @param used always 0 for what nothing spends yet: see {@link Resource#isSpent}
 * @param ownNumber whether the number was set for this very site or slice
 * @param enforced whether anything spends it yet; until then the number is only kept
 */
public record QuotaUsage(
        String resource, String title, String unit, long used, long allowed, boolean ownNumber, boolean enforced) {
    static QuotaUsage of(Resource resource, long used, long allowed, boolean own) {
        return new QuotaUsage(
                resource.field(), resource.title(), resource.unit(), used, allowed, own, resource.isSpent());
    }

    public long left() {
        return Math.max(0, allowed - used);
    }
}
