package org.lamella.slivers;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lamella.nodes.NodeState;

/** Which of the free nodes are chosen. */
class NodeChoiceTest {
    private static final List<String> SITES = List.of("cambridge", "demo", "kyoto", "princeton");

    @Test
    void takesTheLeastUsedInTheOrderOfTheirNames() {
        List<Candidate> free = List.of(node("d", "demo", 2), node("b", "demo", 1), node("c", "demo", 1));
        assertThat(NodeChoice.leastUsed(free, 2)).extracting(Candidate::node).containsExactly("b", "c");
        assertThat(NodeChoice.leastUsed(free, 9)).hasSize(3);
    }

    @Test
    void spreadsOverSitesBeforeItLooksAtHowUsedTheyAre() {
        List<Candidate> free =
                List.of(node("a", "demo", 0), node("b", "demo", 0), node("c", "kyoto", 9), node("d", "princeton", 9));
        assertThat(NodeChoice.overSites(free, 3, Map.of()))
                .extracting(Candidate::node)
                .containsExactly("a", "c", "d");
    }

    @Test
    void countsWhatTheSliceHasAtASiteAlready() {
        List<Candidate> free = List.of(node("a", "demo", 0), node("b", "kyoto", 9), node("c", "kyoto", 9));
        assertThat(NodeChoice.overSites(free, 2, Map.of("demo", 2)))
                .extracting(Candidate::node)
                .containsExactly("b", "c");
    }

    /** No site has two more than another that still had a free node. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void leavesNoSiteBehindThatHasRoom(long seed) {
        Random random = new Random(seed);
        Map<String, Integer> already = new HashMap<>();
        List<Candidate> free = new ArrayList<>();
        SITES.forEach(site -> already.put(site, random.nextInt(4)));
        for (int i = 0; i < 60; i++) {
            free.add(node("node" + i, SITES.get(random.nextInt(SITES.size())), random.nextInt(10)));
        }
        List<Candidate> chosen = NodeChoice.overSites(free, random.nextInt(60) + 1, already);
        Map<String, Integer> have = new HashMap<>(already);
        chosen.forEach(candidate -> have.merge(candidate.site(), 1, Integer::sum));
        List<Candidate> left = new ArrayList<>(free);
        left.removeAll(chosen);
        for (Candidate unused : left) {
            for (Candidate used : chosen) {
                assertThat(have.get(used.site()))
                        .as("%s got %s while %s was free", used.site(), used.node(), unused.node())
                        .isLessThanOrEqualTo(have.get(unused.site()) + 1);
            }
        }
        Collections.shuffle(free, random);
        assertThat(NodeChoice.overSites(free, chosen.size(), already)).isEqualTo(chosen);
    }

    private static Candidate node(String name, String site, int slivers) {
        return new Candidate(
                name.hashCode(),
                name,
                site,
                NodeState.READY,
                Instant.EPOCH,
                4,
                BigDecimal.valueOf(4),
                1L << 32,
                1L << 32,
                slivers,
                Optional.empty(),
                Optional.empty(),
                true,
                Optional.empty());
    }
}
