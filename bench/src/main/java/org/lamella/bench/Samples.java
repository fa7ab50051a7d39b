package org.lamella.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** Measured values of one thing. Quantiles are by nearest rank: each is a value that was measured. */
final class Samples {
    private final double[] sorted;

    Samples(Collection<Double> values) {
        sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
    }

    /** Round by round: what a round was slow in, both were slow in. Rounds that only one of them has do not count. */
    static Samples ratios(List<Double> of, List<Double> to) {
        return new Samples(IntStream.range(0, Math.min(of.size(), to.size()))
                .mapToObj(round -> of.get(round) / to.get(round))
                .toList());
    }

    int count() {
        return sorted.length;
    }

    double median() {
        return quantile(0.5);
    }

    double p95() {
        return quantile(0.95);
    }

    double smallest() {
        return sorted[0];
    }

    double largest() {
        return sorted[sorted.length - 1];
    }

    double quantile(double part) {
        return sorted[Math.max(0, (int) Math.ceil(part * sorted.length) - 1)];
    }

    @Override
    public String toString() {
        return Arrays.toString(sorted);
    }
}
