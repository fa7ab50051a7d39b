package org.lamella.agent.controllink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration BASE = Duration.ofSeconds(1);
    private static final Duration CAP = Duration.ofSeconds(60);

    @Test
    void staysBetweenNothingAndItsDoublingBound() {
        LongStream.range(0, 2_000).forEach(seed -> {
            Backoff backoff = new Backoff(BASE, CAP, new SplittableRandom(seed));
            for (long bound : new long[] {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
                assertThat(backoff.next()).isBetween(Duration.ZERO, Duration.ofSeconds(bound));
            }
        });
    }

    @Test
    void spreadsOverTheWholeBound() {
        long[] draws = LongStream.range(0, 2_000)
                .map(seed -> new Backoff(BASE, CAP, new SplittableRandom(seed))
                        .next()
                        .toMillis())
                .toArray();
        for (int tenth = 0; tenth < 10; tenth++) {
            long from = tenth * 100L;
            assertThat(LongStream.of(draws)
                            .filter(d -> d >= from && d < from + 100)
                            .count())
                    .as("draws from %d ms on, of 2000", from)
                    .isBetween(140L, 260L);
        }
    }

    @Test
    void beginsAgainAtTheBaseAfterASuccess() {
        LongStream.range(0, 200).forEach(seed -> {
            Backoff backoff = new Backoff(BASE, CAP, new SplittableRandom(seed));
            for (int i = 0; i < 10; i++) {
                backoff.next();
            }
            backoff.reset();
            assertThat(backoff.next()).isLessThanOrEqualTo(BASE);
        });
    }

    @Test
    void drawsFromTheCapAfterARejection() {
        double mean = LongStream.range(0, 2_000)
                .map(seed -> {
                    Backoff backoff = new Backoff(BASE, CAP, new SplittableRandom(seed));
                    backoff.lengthen();
                    return backoff.next().toMillis();
                })
                .average()
                .orElseThrow();
        assertThat(mean).isBetween(28_000.0, 32_000.0);
    }

    @Test
    void refusesACapBelowTheBase() {
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), BASE, new SplittableRandom(1)))
                .hasMessage("a backoff from PT2S to PT1S");
    }
}
