package org.lamella.slivers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of the free nodes get slivers: those with the fewest, the first by name among equals. Pure.
 *
 * <p>Spread over sites, no site gets another one while a site with a free node has fewer of the slice; those that the
 * slice has already count.
 */
final class NodeChoice {
    private static final Comparator<Candidate> LEAST_USED =
            Comparator.comparingInt(Candidate::slivers).thenComparing(Candidate::node);

    private NodeChoice() {}

    /** A node and how many of the slice its site would have with it. */
    private record Turn(Candidate candidate, int ofSite) {}

    static List<Candidate> leastUsed(Collection<Candidate> free, int count) {
        return free.stream().sorted(LEAST_USED).limit(count).toList();
    }

    /** @param already how many slivers the slice has at each site; sites where it has none may be missing */
    static List<Candidate> overSites(Collection<Candidate> free, int count, Map<String, Integer> already) {
        Map<String, Integer> ofSite = new HashMap<>(already);
        List<Turn> turns = new ArrayList<>();
        free.stream()
                .sorted(LEAST_USED)
                .forEach(candidate -> turns.add(new Turn(candidate, ofSite.merge(candidate.site(), 1, Integer::sum))));
        return turns.stream()
                .sorted(Comparator.comparingInt(Turn::ofSite).thenComparing(Turn::candidate, LEAST_USED))
                .limit(count)
                .map(Turn::candidate)
                .toList();
    }
}
