package org.lamella.quotas;

/**
 * Somebody wants more of a resource.
 *
 * @param scope whose quota it would come out of: {@code site demo}, {@code slice demo_hello}
 * @param used what is had of it already
 * @param asked how much more is wanted
 * @param allowed how much may be had in all
 */
public record Demand(Resource resource, String scope, long used, long asked, long allowed) {
    boolean isMet() {
        // Not used + asked: the sum of two large numbers is a negative one.
        return asked <= allowed - used;
    }
}
