package org.lamella.agent.cpu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes exact what weights give roughly: the kernel splits a group's weight over CPUs by averages, which is off by some
 * percent for seconds on end.
 *
 * <p>It keeps a ledger. Each sliver that wants CPU is owed what {@link CpuAllocator} allots to it; what it has got is taken off.
 * The weight of a sliver is what is allotted, made larger or smaller in proportion to what it is owed. Once the debt is
 * as large as the kernel's bias asks for, it stays: and while a debt does not change, the rate is exact.
 *
 * <p>One that may have all it wants can take no more than that, whatever it weighs, and its threads must not wait behind those
 * of others that have more of them than there are CPUs for. So it weighs what it would need to have its own if it wanted everything, and
 * more, step by step, while it is kept waiting all the same: a kernel that puts ever new processes on its CPU, as one does beside
 * a fork bomb, takes time to see that they weigh on it.
 *
 * <p>One that is idle is not owed anything, and has the weight that it will need: so that it has its own at once when it
 * wakes.
 */
final class CpuTrim {
    /** How fast a debt is paid back, a second. At five looks a second half of it is gone with each; twice that would swing. */
    private static final double RATE = 2.5;

    /** No weight is moved further than that; a kernel that is further off has another trouble. */
    private static final double FURTHEST = 0.5;

    /** A sliver that gets nearly all it could use now is content; measuring is no finer. */
    private static final double CONTENT = 0.98;

    /** So that a sleeper that is to have everything gets a weight and no infinity. */
    private static final double LARGEST_PART = 0.95;

    /** How much more one weighs that is kept waiting though it may have all it wants, with each look. */
    private static final double PRESSING = 1.5;

    /** How much less with each look at which it was not. */
    private static final double RELENTING = 0.85;

    /** It presses no harder than that: against twice as many CPUs as a node has, that is still a tenth of one. */
    private static final double HARDEST = 16;

    /**
     * What those who have shares split at least; admission leaves them twice that. How much there is for the slivers now is a
     * guess, and nobody may stand still for the time of a wrong one.
     */
    private static final double LEAST_REST = 0.05;

    /** The slivers want so much more than they get, before what they get is all that there is for them. */
    private static final double SHORT = 1.02;

    private final Map<String, Double> debts = new HashMap<>();
    private final Map<String, Double> pressures = new HashMap<>();

    /**
     * One sliver as it was seen.
     *
     * @param claim with what it wants
     * @param got how many CPUs' time it has used, since the last look
     */
    record Seen(CpuClaim claim, double got) {}

    /**
     * @param all slivers, each once
     * @param cpus how many there are for them
     * @param since the last look
     * @return each sliver's weight, in parts of what there is; together those of who may not have all they want are what they may have
     */
    Map<String, Double> weights(Collection<Seen> all, double cpus, Duration since) {
        List<CpuClaim> wanting = new ArrayList<>();
        all.stream().map(Seen::claim).filter(CpuTrim::wants).forEach(wanting::add);
        double capacity = capacity(all, cpus);
        Map<String, Double> allotted = CpuAllocator.allocate(wanting, capacity);
        Map<String, Double> entitled = entitled(wanting, allotted, cpus, capacity);
        double shares = all.stream().mapToDouble(seen -> seen.claim().share()).sum();
        Map<String, Double> weights = new HashMap<>();
        for (Seen seen : all) {
            CpuClaim claim = seen.claim();
            String sliver = claim.sliver();
            double weight;
            if (!wants(claim)) {
                weight = onceAwake(claim, wanting, capacity);
            } else if (isContent(claim, allotted.get(sliver))) {
                weight = pressed(seen, entitled.get(sliver)) / capacity;
            } else {
                weight = corrected(seen, allotted.get(sliver), since) / capacity;
            }
            double least = shares > 0 ? LEAST_REST * claim.share() / shares : 0;
            weights.put(sliver, Math.max(weight, least));
        }
        debts.keySet().retainAll(allotted.keySet());
        pressures.keySet().retainAll(allotted.keySet());
        return weights;
    }

    private static boolean isContent(CpuClaim claim, double allotted) {
        return allotted >= claim.demand() * CONTENT;
    }

    /**
     * What each would get if all that want something wanted everything, in the measure of what is allotted to those who want
     * more than that.
     */
    private static Map<String, Double> entitled(
            List<CpuClaim> wanting, Map<String, Double> allotted, double cpus, double capacity) {
        Map<String, Double> entitled = CpuAllocator.allocate(
                wanting.stream().map(claim -> claim.wanting(cpus)).toList(), capacity);
        double given = 0;
        double due = 0;
        for (CpuClaim claim : wanting) {
            if (!isContent(claim, allotted.get(claim.sliver()))) {
                given += allotted.get(claim.sliver());
                due += entitled.get(claim.sliver());
            }
        }
        double measure = due > 0 ? given / due : 1;
        entitled.replaceAll((sliver, part) -> part * measure);
        return entitled;
    }

    /** What one weighs that may have all it wants. What it was owed before is forgotten bit by bit. */
    private double pressed(Seen seen, double entitled) {
        String sliver = seen.claim().sliver();
        debts.computeIfPresent(sliver, (name, debt) -> debt / 2);
        boolean waits = seen.got() < seen.claim().demand() * CONTENT;
        double before = pressures.getOrDefault(sliver, 1.0);
        double pressure = Math.clamp(before * (waits ? PRESSING : RELENTING), 1, HARDEST);
        pressures.put(sliver, pressure);
        return Math.max(entitled, seen.claim().demand()) * pressure;
    }

    /**
     * What there is for the slivers now. The host's own processes take of the CPUs too, by a weight of their own against all
     * slivers together; if that were booked as a debt to each sliver, all would be owed more than any weight can bring.
     * Slivers that together want less than there is wait for other reasons.
     */
    private static double capacity(Collection<Seen> all, double cpus) {
        double got = all.stream().mapToDouble(Seen::got).sum();
        double demand = all.stream().mapToDouble(seen -> seen.claim().demand()).sum();
        return demand >= cpus && demand > got * SHORT && got > 0 ? Math.min(got, cpus) : cpus;
    }

    private static boolean wants(CpuClaim claim) {
        return claim.demand() > 0;
    }

    /** What one weighs that wants more than it may have. */
    private double corrected(Seen seen, double allotted, Duration since) {
        String sliver = seen.claim().sliver();
        pressures.remove(sliver);
        double most = FURTHEST * allotted / RATE;
        double debt = debts.getOrDefault(sliver, 0.0) + (allotted - seen.got()) * since.toNanos() / 1e9;
        double bounded = Math.clamp(debt, -most, most);
        debts.put(sliver, bounded);
        double correction = allotted > 0 ? RATE * bounded / allotted : 0;
        return allotted * (1 + correction);
    }

    /**
     * The weight that has it get its own beside those that want something now, whose weights are a whole together. That they
     * want all they may have is assumed: if they want less, there is more for it anyway.
     */
    private double onceAwake(CpuClaim sleeper, List<CpuClaim> wanting, double capacity) {
        double reserved = sleeper.reserved();
        double shares = sleeper.share();
        for (CpuClaim claim : wanting) {
            reserved += claim.reserved();
            shares += claim.share();
        }
        double part = sleeper.reserved() / capacity;
        if (sleeper.share() > 0) {
            part += Math.max(0, 1 - reserved / capacity) * sleeper.share() / shares;
        }
        double bounded = Math.min(part, LARGEST_PART);
        return bounded / (1 - bounded);
    }
}
