package org.lamella.agent.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What must hold of every split, tried on many that chance has made; the repetition's number is the seed. */
final class CpuAllocatorTest {
    private static final double CLOSE = 1e-9;
    private static final int TRIES = 500;

    @Test
    void splitsAsThePaperDoes() {
        var claims = new ArrayList<CpuClaim>();
        claims.add(new CpuClaim("reserved", 0.5, 1, 2));
        IntStream.range(0, 7).forEach(i -> claims.add(new CpuClaim("hog" + i, 0, 1, 2)));

        Map<String, Double> given = CpuAllocator.allocate(claims, 2);

        assertThat(given.get("reserved")).isCloseTo(0.5 + 1.5 / 8, within(CLOSE));
        assertThat(given.get("hog3")).isCloseTo(1.5 / 8, within(CLOSE));
    }

    @Test
    void givesOneWithoutAShareWhatItHasReservedAndNoMore() {
        assertThat(CpuAllocator.allocate(List.of(new CpuClaim("capped", 0.5, 0, 2)), 2))
                .containsEntry("capped", 0.5);
    }

    @Test
    void takesNothingFromOneThatHasOneThreadToGiveItToOneThatCannotUseIt() {
        var claims = List.of(new CpuClaim("one-thread", 0, 100, 1), new CpuClaim("many", 0, 1, 2));

        assertThat(CpuAllocator.allocate(claims, 2))
                .containsEntry("one-thread", 1.0)
                .containsEntry("many", 1.0);
    }

    @RepeatedTest(TRIES)
    void keepsItsRules(RepetitionInfo repetition) {
        var chance = new Random(repetition.getCurrentRepetition());
        double capacity = 1 + chance.nextInt(64);
        List<CpuClaim> claims = claims(chance, capacity);

        Map<String, Double> given = CpuAllocator.allocate(claims, capacity);

        assertThat(given).hasSameSizeAs(claims);
        for (CpuClaim claim : claims) {
            double got = given.get(claim.sliver());
            assertThat(got).as("its guarantee: %s", claim).isGreaterThanOrEqualTo(claim.guaranteed() - CLOSE);
            assertThat(got).as("no more than it wants: %s", claim).isLessThanOrEqualTo(claim.demand() + CLOSE);
            if (claim.share() == 0) {
                assertThat(got).as("capped: %s", claim).isLessThanOrEqualTo(claim.reserved() + CLOSE);
            }
        }
        nothingIsLeftWhileSomebodyHungers(claims, given, capacity);
        excessFollowsShares(claims, given);
        Collections.shuffle(claims, chance);
        assertThat(CpuAllocator.allocate(claims, capacity)).as("order").isEqualTo(given);
    }

    private static List<CpuClaim> claims(Random chance, double capacity) {
        var claims = new ArrayList<CpuClaim>();
        double unreserved = 0.9 * capacity;
        int count = 1 + chance.nextInt(40);
        for (int i = 0; i < count; i++) {
            double reserved = chance.nextInt(3) == 0 ? chance.nextDouble() * unreserved : 0;
            unreserved -= reserved;
            double share = chance.nextInt(5) == 0 ? 0 : Math.pow(10, 4 * chance.nextDouble() - 2);
            double demand = chance.nextInt(4) == 0 ? 0 : chance.nextDouble() * capacity;
            claims.add(new CpuClaim("sliver" + i, reserved, share, demand));
        }
        return claims;
    }

    private static void nothingIsLeftWhileSomebodyHungers(
            List<CpuClaim> claims, Map<String, Double> given, double capacity) {
        double all = given.values().stream().mapToDouble(Double::doubleValue).sum();
        double wanted = claims.stream()
                .mapToDouble(claim -> claim.guaranteed() + claim.hunger())
                .sum();
        assertThat(all).isCloseTo(Math.min(wanted, capacity), within(1e-6));
    }

    private static void excessFollowsShares(List<CpuClaim> claims, Map<String, Double> given) {
        List<CpuClaim> unsatisfied = claims.stream()
                .filter(claim -> claim.share() > 0 && given.get(claim.sliver()) < claim.demand() - CLOSE)
                .toList();
        if (unsatisfied.isEmpty()) {
            return;
        }
        double level = level(unsatisfied.getFirst(), given);
        for (CpuClaim claim : unsatisfied) {
            assertThat(level(claim, given))
                    .as("level of %s", claim)
                    .isCloseTo(level, within(1e-6 * Math.max(1, level)));
        }
        for (CpuClaim claim : claims) {
            if (claim.share() > 0) {
                assertThat(level(claim, given)).isLessThanOrEqualTo(level + 1e-6 * Math.max(1, level));
            }
        }
    }

    private static double level(CpuClaim claim, Map<String, Double> given) {
        return (given.get(claim.sliver()) - claim.guaranteed()) / claim.share();
    }
}
