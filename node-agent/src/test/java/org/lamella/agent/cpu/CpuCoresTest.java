package org.lamella.agent.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What must hold whoever comes and goes, tried by chance; the repetition's number is the seed. */
final class CpuCoresTest {
    private static final int TRIES = 100;
    private static final int CHANGES = 100;

    private static CpuCores.Given give(String all, Map<String, Integer> wanted, Map<String, Cores> held) {
        return CpuCores.give(Cores.parse(all), wanted, held);
    }

    @Test
    void givesTheLowestThatAreFree() {
        var given = give("0-7", Map.of("demo_b", 2, "demo_a", 1), Map.of("demo_b", Cores.parse("1-2")));

        assertThat(given.own()).isEqualTo(Map.of("demo_a", Cores.parse("0"), "demo_b", Cores.parse("1-2")));
        assertThat(given.rest()).hasToString("3-7");
        assertThat(given.refused()).isEmpty();
    }

    @Test
    void takesNothingFromWhoHasItForANewcomerWhateverTheirNames() {
        var given = give("0-2", Map.of("demo_a", 1, "demo_z", 1), Map.of("demo_z", Cores.parse("0")));

        assertThat(given.own()).isEqualTo(Map.of("demo_a", Cores.parse("1"), "demo_z", Cores.parse("0")));
    }

    @Test
    void growsAndShrinksWhereItIs() {
        Map<String, Cores> held = Map.of("demo_a", Cores.parse("0-1"), "demo_b", Cores.parse("2"));

        assertThat(give("0-7", Map.of("demo_a", 3, "demo_b", 1), held).own())
                .containsEntry("demo_a", Cores.parse("0-1,3"))
                .containsEntry("demo_b", Cores.parse("2"));
        assertThat(give("0-7", Map.of("demo_a", 1, "demo_b", 1), held).own())
                .containsEntry("demo_a", Cores.parse("0"))
                .containsEntry("demo_b", Cores.parse("2"));
    }

    @Test
    void leavesOneToTheOthersAndSaysSo() {
        var given = give("0-1", Map.of("demo_a", 1, "demo_b", 1), Map.of("demo_a", Cores.parse("1")));

        assertThat(given.own()).isEqualTo(Map.of("demo_a", Cores.parse("1")));
        assertThat(given.rest()).hasToString("0");
        assertThat(given.refused())
                .isEqualTo(
                        Map.of(
                                "demo_b",
                                "it wants 1 core of its own: of the 2 that this node has, 1 stays for all others, demo_a has 1"));
        assertThat(give("0", Map.of("demo_a", 1), Map.of()).own()).isEmpty();
    }

    @Test
    void leavesWhoWantsMoreWithWhatItHas() {
        var given = give("0-3", Map.of("demo_a", 4, "demo_b", 1), Map.of("demo_a", Cores.parse("0-1")));

        assertThat(given.own()).isEqualTo(Map.of("demo_a", Cores.parse("0-1"), "demo_b", Cores.parse("2")));
        assertThat(given.refused()).containsOnlyKeys("demo_a");
        assertThat(given.refused().get("demo_a")).contains("it wants 4 cores", "it has 2");
    }

    @RepeatedTest(TRIES)
    void keepsItsRules(RepetitionInfo repetition) {
        var chance = new Random(repetition.getCurrentRepetition());
        Map<String, Integer> wanted = new TreeMap<>();
        Map<String, Cores> held = Map.of();
        for (int change = 0; change < CHANGES; change++) {
            Cores all =
                    Cores.of(IntStream.range(0, 1 + chance.nextInt(16)).boxed().toList());
            String sliver = "demo_" + (char) ('a' + chance.nextInt(8));
            if (chance.nextInt(3) == 0) {
                wanted.remove(sliver);
            } else {
                wanted.put(sliver, 1 + chance.nextInt(5));
            }

            CpuCores.Given given = CpuCores.give(all, wanted, held);

            assertSound(all, wanted, given);
            assertStable(all, wanted, held, given);
            // Asked again, the same holds.
            assertThat(CpuCores.give(all, wanted, given.own())).isEqualTo(given);
            held = new HashMap<>(given.own());
        }
    }

    private static void assertSound(Cores all, Map<String, Integer> wanted, CpuCores.Given given) {
        Cores owned = given.own().values().stream().reduce(Cores.NONE, Cores::and);
        int sum = given.own().values().stream().mapToInt(Cores::count).sum();
        assertThat(owned.count()).as("nobody has another's: %s", given).isEqualTo(sum);
        assertThat(given.rest()).isEqualTo(all.without(owned));
        assertThat(given.rest().isEmpty()).as("one is left: %s", given).isFalse();
        wanted.forEach((sliver, count) -> {
            int has = given.own().getOrDefault(sliver, Cores.NONE).count();
            assertThat(has).isLessThanOrEqualTo(count);
            assertThat(given.refused().containsKey(sliver))
                    .as("%s of %s for %s", has, count, sliver)
                    .isEqualTo(has < count);
        });
        assertThat(wanted.keySet()).containsAll(given.own().keySet());
    }

    /** As long as there are cores for all, each keeps what it has and wants. */
    private static void assertStable(
            Cores all, Map<String, Integer> wanted, Map<String, Cores> held, CpuCores.Given given) {
        int kept = wanted.entrySet().stream()
                .mapToInt(each -> Math.min(
                        each.getValue(),
                        held.getOrDefault(each.getKey(), Cores.NONE).alsoIn(all).count()))
                .sum();
        if (kept >= all.count()) {
            return;
        }
        Map<String, Cores> own = given.own();
        held.keySet().stream().filter(wanted::containsKey).forEach(sliver -> {
            Cores before = held.get(sliver).alsoIn(all).lowest(wanted.get(sliver));
            assertThat(own.getOrDefault(sliver, Cores.NONE).numbers()).containsAll(before.numbers());
        });
        Cores fresh = own.entrySet().stream()
                .map(each -> each.getValue().without(held.getOrDefault(each.getKey(), Cores.NONE)))
                .reduce(Cores.NONE, Cores::and);
        Cores passedOver = given.rest();
        if (!fresh.isEmpty() && !passedOver.isEmpty()) {
            assertThat(fresh.numbers().getLast())
                    .as("lowest first: %s", own.keySet().stream().collect(Collectors.joining(" ")))
                    .isLessThan(passedOver.numbers().getLast());
            assertThat(passedOver.numbers().headSet(fresh.numbers().getFirst())).isEmpty();
        }
    }
}
