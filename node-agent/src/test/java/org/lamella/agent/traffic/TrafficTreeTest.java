package org.lamella.agent.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.lamella.agent.plan.NodeTraffic;
import org.lamella.agent.plan.SliverTraffic;

/** What must hold of every tree, tried on many that chance has made; the repetition's number is the seed. */
final class TrafficTreeTest {
    private static final int TRIES = 300;
    private static final long MBIT = 1_000_000;
    private static final NodeTraffic HUNDRED = new NodeTraffic(100 * MBIT, List.of());

    private static Claim claim(int number, long reserved, long ceiling, double share) {
        return new Claim(number, new SliverTraffic(reserved, ceiling, share, 0), OptionalLong.empty());
    }

    private static Map<Integer, TrafficClass> tree(NodeTraffic node, Claim... claims) {
        return byNumber(TrafficTree.of(node, List.of(claims)));
    }

    private static Map<Integer, TrafficClass> byNumber(List<TrafficClass> classes) {
        return classes.stream().collect(Collectors.toMap(TrafficClass::number, Function.identity()));
    }

    @Test
    void splitsAsThePaperDoes() {
        Map<Integer, TrafficClass> tree =
                tree(HUNDRED, claim(16, 60 * MBIT, 0, 1), claim(17, 0, 0, 3), claim(18, 10 * MBIT, 0, 0));

        assertThat(tree.get(TrafficTree.SLIVERS).ceiling()).isEqualTo(100 * MBIT);
        assertThat(tree.get(16).rate()).isEqualTo(60 * MBIT);
        assertThat(tree.get(16).ceiling()).isEqualTo(100 * MBIT);
        assertThat(tree.get(17).rate()).isEqualTo(TrafficTree.LEAST);
        assertThat(tree.get(17).quantum()).isEqualTo(3 * tree.get(16).quantum());
        assertThat(tree.get(18).ceiling()).isEqualTo(10 * MBIT);
    }

    @Test
    void doesNotBoundWhatIsTheHosts() {
        assertThat(tree(HUNDRED, claim(16, 0, 0, 1)).get(TrafficTree.HOST))
                .returns(0, TrafficClass::parent)
                .returns(TrafficTree.UNBOUNDED, TrafficClass::rate);
    }

    @Test
    void narrowsBelowAReservationWhenTheDaysBytesAreSpent() {
        Claim spent = new Claim(16, new SliverTraffic(60 * MBIT, 0, 1, 1), OptionalLong.of(0));

        assertThat(tree(HUNDRED, spent).get(16))
                .returns(TrafficTree.LEAST, TrafficClass::ceiling)
                .returns(TrafficTree.LEAST, TrafficClass::rate);
    }

    @Test
    void leadsToExemptDestinationsPastCapAndCeilings() {
        Map<Integer, TrafficClass> tree =
                tree(new NodeTraffic(10 * MBIT, List.of("10.0.0.0/8")), claim(16, 0, MBIT, 1), claim(17, 0, 0, 2));

        TrafficClass exempt = tree.get(16 | TrafficTree.EXEMPT_BIT);
        assertThat(exempt.parent()).isEqualTo(TrafficTree.EXEMPT);
        assertThat(exempt.ceiling()).isEqualTo(TrafficTree.UNBOUNDED);
        assertThat(tree.get(17 | TrafficTree.EXEMPT_BIT).quantum()).isEqualTo(2 * exempt.quantum());
    }

    @RepeatedTest(TRIES)
    void keepsItsRules(RepetitionInfo repetition) {
        var chance = new Random(repetition.getCurrentRepetition());
        long cap = chance.nextInt(3) == 0 ? 0 : (1 + chance.nextInt(10_000)) * MBIT;
        List<Claim> claims = claims(chance);
        NodeTraffic node = new NodeTraffic(cap, chance.nextBoolean() ? List.of() : List.of("192.0.2.0/24"));

        List<TrafficClass> classes = TrafficTree.of(node, claims);

        Map<Integer, TrafficClass> tree = byNumber(classes);
        long most = cap == 0 ? TrafficTree.UNBOUNDED : cap;
        comesInOrder(classes);
        for (Claim claim : claims) {
            TrafficClass its = tree.get(claim.number());
            assertThat(its.parent()).isEqualTo(TrafficTree.SLIVERS);
            assertThat(its.rate()).isBetween(TrafficTree.LEAST, its.ceiling());
            assertThat(its.ceiling()).isLessThanOrEqualTo(most);
            if (claim.promise().share() == 0) {
                assertThat(its.ceiling())
                        .isLessThanOrEqualTo(Math.max(claim.promise().reservedBits(), TrafficTree.LEAST));
            }
            if (claim.promise().ceilingBits() > 0) {
                assertThat(its.ceiling())
                        .isLessThanOrEqualTo(Math.max(claim.promise().ceilingBits(), TrafficTree.LEAST));
            }
            claim.narrowed()
                    .ifPresent(
                            left -> assertThat(its.ceiling()).isLessThanOrEqualTo(Math.max(left, TrafficTree.LEAST)));
            assertThat(its.quantum()).isGreaterThanOrEqualTo(TrafficTree.QUANTUM);
            assertThat(its.queue()).isGreaterThanOrEqualTo(2 * its.quantum());
        }
        promisesFitUnderTheCap(claims, tree, most);
        turnsFollowShares(claims, tree);
        Collections.shuffle(claims, chance);
        assertThat(TrafficTree.of(node, claims)).as("order").isEqualTo(classes);
    }

    private static List<Claim> claims(Random chance) {
        var claims = new ArrayList<Claim>();
        int count = chance.nextInt(30);
        for (int i = 0; i < count; i++) {
            long reserved = chance.nextInt(3) == 0 ? chance.nextInt(500) * MBIT : 0;
            long ceiling = chance.nextInt(3) == 0 ? reserved + 1 + chance.nextInt(1_000_000_000) : 0;
            double share = chance.nextInt(5) == 0 ? 0 : Math.pow(10, 4 * chance.nextDouble() - 2);
            OptionalLong narrowed =
                    chance.nextInt(4) == 0 ? OptionalLong.of(chance.nextLong(2_000_000_000)) : OptionalLong.empty();
            claims.add(new Claim(TrafficTree.FIRST + i, new SliverTraffic(reserved, ceiling, share, 0), narrowed));
        }
        return claims;
    }

    private static void comesInOrder(List<TrafficClass> classes) {
        Set<Integer> seen = new HashSet<>(Set.of(0));
        for (TrafficClass each : classes) {
            assertThat(seen).as("parent of %s", each).contains(each.parent());
            assertThat(seen.add(each.number())).as("twice: %s", each).isTrue();
        }
    }

    private static void promisesFitUnderTheCap(List<Claim> claims, Map<Integer, TrafficClass> tree, long cap) {
        long promised = claims.stream()
                .mapToLong(claim -> tree.get(claim.number()).rate())
                .sum();
        assertThat(promised).isLessThanOrEqualTo(cap + claims.size() * (TrafficTree.LEAST + 1));
    }

    private static void turnsFollowShares(List<Claim> claims, Map<Integer, TrafficClass> tree) {
        double smallest = claims.stream()
                .mapToDouble(claim -> claim.promise().share())
                .filter(share -> share > 0)
                .min()
                .orElse(1);
        for (Claim claim : claims) {
            double turns = (double) tree.get(claim.number()).quantum() / TrafficTree.QUANTUM;
            double wanted = Math.clamp(claim.promise().share() / smallest, 1, TrafficTree.WIDEST);
            assertThat(turns).isCloseTo(wanted, within(1e-4));
        }
    }
}
