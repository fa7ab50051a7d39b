package org.lamella.quotas;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * What somebody may have of each resource.
 *
 * @param own the resources for which the number was set for this very site or slice, not inherited
 */
public record Allowance(Map<Resource, Long> numbers, Set<Resource> own) {
    public Allowance {
        numbers = Map.copyOf(numbers);
        own = Set.copyOf(own);
    }

    public long of(Resource resource) {
        return numbers.get(resource);
    }

    /** The same, but for what was set for somebody within. */
    Allowance with(Map<Resource, Long> set) {
        Map<Resource, Long> both = new EnumMap<>(numbers);
        both.putAll(set);
        return new Allowance(both, set.keySet());
    }
}
