package org.lamella.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void doublesUpToItsCap() {
        assertThat(Stream.iterate(Backoff.START, Backoff::longer)
                        .limit(9)
                        .map(Backoff::next)
                        .map(Duration::toMillis))
                .containsExactly(100L, 200L, 400L, 800L, 1_600L, 3_200L, 6_400L, 10_000L, 10_000L);
    }
}
