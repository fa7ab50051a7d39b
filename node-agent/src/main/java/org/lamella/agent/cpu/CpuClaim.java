package org.lamella.agent.cpu;

import java.util.Objects;

/**
 * What one sliver may claim of the node's CPU time.
 *
 * @param reserved what it gets whenever it wants it, in CPUs: 1 is all of one CPU's time; ≥ 0
 * @param share its weight when what nobody has reserved is split; 0: it never gets more than it has reserved
 * @param demand how much it could use now, in CPUs; ≥ 0
 */
record CpuClaim(String sliver, double reserved, double share, double demand) {
    CpuClaim {
        Objects.requireNonNull(sliver);
        requireAmount("reserved", reserved);
        requireAmount("share", share);
        requireAmount("demand", demand);
    }

    private static void requireAmount(String what, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(what + " of a claim is " + value);
        }
    }

    /** What is its own of what it wants, whoever else wants something. */
    double guaranteed() {
        return Math.min(demand, reserved);
    }

    /** What it wants beyond that and may have. */
    double hunger() {
        return share > 0 ? demand - guaranteed() : 0;
    }

    CpuClaim wanting(double cpus) {
        return new CpuClaim(sliver, reserved, share, cpus);
    }
}
