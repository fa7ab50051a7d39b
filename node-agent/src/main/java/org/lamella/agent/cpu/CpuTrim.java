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

    /** The slivers want so much more than they get, before what they get is all that there is for them. */
    private static final double SHORT = 1.02;

    private double cpus;
    private final Map<String, Double> debts = new HashMap<>();

    /** @param cpus how many CPUs the node has */
    CpuTrim(double cpus) {
        this.cpus = cpus;
    }

    /** @param open how many CPUs there are from now on for those that it is told of */
    void among(double open) {
        cpus = open;
    }

    /**
     * One sliver as it was seen.
     *
     * @param claim with what it wants
     * @param got how many CPUs' time it has used, since the last look
     */
    record Seen(CpuClaim claim, double got) {}

    /**
     * @param all slivers, each once
     * @param since the last look
     * @return each sliver's weight; those of the slivers that want something are about 1 together
     */
    Map<String, Double> weights(Collection<Seen> all, Duration since) {
        List<CpuClaim> wanting = new ArrayList<>();
        all.stream().map(Seen::claim).filter(CpuTrim::wants).forEach(wanting::add);
        double capacity = capacity(all);
        Map<String, Double> allotted = CpuAllocator.allocate(wanting, capacity);
        Map<String, Double> weights = new HashMap<>();
        for (Seen seen : all) {
            CpuClaim claim = seen.claim();
            weights.put(
                    claim.sliver(),
                    wants(claim)
                            ? corrected(seen, allotted.get(claim.sliver()), since) / capacity
                            : onceAwake(claim, wanting, capacity));
        }
        debts.keySet().retainAll(allotted.keySet());
        return weights;
    }

    /**
     * What there is for the slivers now. The host's own processes take of the CPUs too, by a weight of their own against all
     * slivers together; if that were booked as a debt to each sliver, all would be owed more than any weight can bring.
     */
    private double capacity(Collection<Seen> all) {
        double got = all.stream().mapToDouble(Seen::got).sum();
        double demand = all.stream().mapToDouble(seen -> seen.claim().demand()).sum();
        return got > 0 && demand > got * SHORT ? Math.min(got, cpus) : cpus;
    }

    private static boolean wants(CpuClaim claim) {
        return claim.demand() > 0;
    }

    private double corrected(Seen seen, double allotted, Duration since) {
        String sliver = seen.claim().sliver();
        boolean content = allotted >= seen.claim().demand() * CONTENT;
        double seconds = since.toNanos() / 1e9;
        double most = FURTHEST * allotted / RATE;
        double debt = content
                ? debts.getOrDefault(sliver, 0.0) / 2
                : debts.getOrDefault(sliver, 0.0) + (allotted - seen.got()) * seconds;
        double bounded = Math.clamp(debt, -most, most);
        debts.put(sliver, bounded);
        double correction = allotted > 0 ? RATE * bounded / allotted : 0;
        // Content with less than it may have, it keeps the weight of what it may have: for when it wants more.
        double base = Math.max(allotted, Math.min(seen.claim().reserved(), cpus));
        return base * (1 + correction);
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
