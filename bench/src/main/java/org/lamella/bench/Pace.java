package org.lamella.bench;

import java.time.Duration;
import java.util.Map;

/**
 * How long to measure, and how often. A short run, for which {@code LAMELLA_BENCH_SECONDS} and {@code LAMELLA_BENCH_ROUNDS} give
 * bounds, tells whether a benchmark works, and nothing about what it measures.
 *
 * @param mostSeconds of one measurement, at least 1
 * @param mostRounds at least 1
 */
record Pace(int mostSeconds, int mostRounds) {
    private static final String SECONDS = "LAMELLA_BENCH_SECONDS";
    private static final String ROUNDS = "LAMELLA_BENCH_ROUNDS";

    static final Pace USUAL = of(System.getenv());

    Pace {
        if (mostSeconds < 1 || mostRounds < 1) {
            throw new IllegalArgumentException(
                    SECONDS + " is " + mostSeconds + " and " + ROUNDS + " " + mostRounds + "; both must be 1 or more");
        }
    }

    static Pace of(Map<String, String> environment) {
        return new Pace(bound(environment, SECONDS), bound(environment, ROUNDS));
    }

    private static int bound(Map<String, String> environment, String name) {
        String text = environment.getOrDefault(name, "");
        try {
            return text.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is no number: " + text, e);
        }
    }

    int seconds(int wanted) {
        return Math.min(wanted, mostSeconds);
    }

    Duration time(Duration wanted) {
        return wanted.toSeconds() > mostSeconds ? Duration.ofSeconds(mostSeconds) : wanted;
    }

    int rounds(int wanted) {
        return Math.min(wanted, mostRounds);
    }
}
