package org.lamella.agent.cpu;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Splits CPU time as §3.2.1 of the VServer paper has it: reservations first, the rest by shares. A pure function.
 *
 * <ol>
 *   <li>Nobody gets less than the smaller of what it wants and what it has reserved.
 *   <li>Nothing is left over while somebody wants more and may have it.
 *   <li>What nobody has reserved, and what is reserved and not wanted, goes to those who want more in proportion to their
 *       shares; nobody gets more than it wants.
 *   <li>The order of the claims does not matter.
 * </ol>
 */
final class CpuAllocator {
    /** The order in which they are satisfied when the level rises; names make sums of fractions come out the same. */
    private static final Comparator<CpuClaim> FIRST_SATISFIED_FIRST = Comparator.<CpuClaim>comparingDouble(
                    claim -> claim.hunger() / claim.share())
            .thenComparing(CpuClaim::sliver);

    private CpuAllocator() {}

    /**
     * @param claims each sliver once
     * @param capacity how many CPUs there are to split; when more is guaranteed than that, which admission does not let
     *     happen, all guarantees shrink alike
     * @return what each gets, in CPUs
     */
    static Map<String, Double> allocate(Collection<CpuClaim> claims, double capacity) {
        List<CpuClaim> ordered = new ArrayList<>(claims);
        ordered.sort(Comparator.comparing(CpuClaim::sliver));
        double guaranteed = ordered.stream().mapToDouble(CpuClaim::guaranteed).sum();
        double scale = guaranteed > capacity ? capacity / guaranteed : 1;
        Map<String, Double> given = new HashMap<>();
        ordered.forEach(claim -> given.put(claim.sliver(), claim.guaranteed() * scale));
        if (scale == 1) {
            splitRest(ordered, capacity - guaranteed, given);
        }
        return given;
    }

    private static void splitRest(List<CpuClaim> claims, double capacity, Map<String, Double> given) {
        List<CpuClaim> hungry = new ArrayList<>(
                claims.stream().filter(claim -> claim.hunger() > 0).toList());
        hungry.sort(FIRST_SATISFIED_FIRST);
        double rest = capacity;
        double shares = hungry.stream().mapToDouble(CpuClaim::share).sum();
        for (CpuClaim claim : hungry) {
            double more = Math.min(claim.hunger(), Math.max(0, rest) * claim.share() / shares);
            given.merge(claim.sliver(), more, Double::sum);
            rest -= more;
            shares -= claim.share();
        }
    }
}
