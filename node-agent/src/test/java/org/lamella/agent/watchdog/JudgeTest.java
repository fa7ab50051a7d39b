package org.lamella.agent.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final long MEBI = 1L << 20;

    private static MemoryUse use(String slice, long used, long guaranteed) {
        return new MemoryUse(slice, used * MEBI, guaranteed * MEBI);
    }

    private static List<String> victims(Shortage shortage, MemoryUse... slivers) {
        return Judge.victims(shortage, List.of(slivers)).stream()
                .map(MemoryUse::slice)
                .toList();
    }

    @Test
    void resetsTheLargest() {
        assertThat(victims(Shortage.SHORT, use("a", 300, 0), use("b", 900, 0), use("c", 100, 0)))
                .containsExactly("b");
    }

    @Test
    void resetsNobodyWhileMemoryIsNotShort() {
        assertThat(victims(Shortage.NONE, use("a", 300, 0))).isEmpty();
        assertThat(victims(Shortage.NEAR, use("a", 300, 0))).isEmpty();
    }

    @Test
    void sparesWhoIsWithinTheGuaranteeHoweverLarge() {
        assertThat(victims(Shortage.SHORT, use("large", 4_000, 4_000), use("small", 50, 0)))
                .containsExactly("small");
        assertThat(victims(Shortage.EXTREME, use("large", 4_000, 4_000))).isEmpty();
    }

    @Test
    void resetsWhoIsFurthestBeyondTheGuarantee() {
        assertThat(victims(Shortage.SHORT, use("large", 4_000, 3_900), use("other", 500, 100)))
                .containsExactly("other");
    }

    @Test
    void resetsAllThatAreBeyondTheirGuaranteesAtLast() {
        assertThat(victims(Shortage.EXTREME, use("a", 300, 0), use("b", 900, 0), use("c", 700, 800)))
                .containsExactly("b", "a");
    }

    @Test
    void resetsNobodyWhoseEndWouldFreeNothing() {
        assertThat(victims(Shortage.EXTREME, use("a", 2, 0), use("b", 101, 100)))
                .isEmpty();
    }

    @Test
    void holdsWhatItPromisesOfAnySlivers() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            List<MemoryUse> slivers = new ArrayList<>();
            for (int i = random.nextInt(12); i >= 0; i--) {
                slivers.add(use("s" + i, random.nextInt(500), random.nextBoolean() ? 0 : random.nextInt(500)));
            }
            for (Shortage shortage : Shortage.values()) {
                List<MemoryUse> victims = Judge.victims(shortage, slivers);
                List<MemoryUse> others = new ArrayList<>(slivers);
                Collections.shuffle(others, random);
                assertThat(Judge.victims(shortage, others))
                        .as("seed %d: the order does not matter", seed)
                        .isEqualTo(victims);
                assertThat(victims)
                        .as("seed %d: nobody within the guarantee", seed)
                        .allMatch(victim -> victim.usedBytes() > victim.guaranteedBytes());
                others.removeAll(victims);
                boolean someoneLeft = others.stream().anyMatch(other -> other.beyondBytes() >= Judge.WORTHWHILE);
                switch (shortage) {
                    case NONE, NEAR -> assertThat(victims).as("seed %d", seed).isEmpty();
                    case SHORT -> {
                        assertThat(victims.isEmpty() && someoneLeft)
                                .as("seed %d: who is beyond is found", seed)
                                .isFalse();
                        assertThat(victims).as("seed %d", seed).hasSizeLessThanOrEqualTo(1);
                        assertThat(others)
                                .as("seed %d: nobody is further beyond", seed)
                                .allMatch(other -> victims.isEmpty()
                                        || other.beyondBytes()
                                                <= victims.getFirst().beyondBytes());
                    }
                    case EXTREME -> assertThat(someoneLeft).as("seed %d", seed).isFalse();
                }
            }
        }
    }
}
