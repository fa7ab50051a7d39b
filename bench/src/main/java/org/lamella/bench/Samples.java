package org.lamella.bench;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Measured values of one thing. Quantiles are by nearest rank: each is a value that was measured. */
final class Samples {
    private final double[] sorted;

    Samples(DoubleStream values) {
        sorted = values.sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
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
