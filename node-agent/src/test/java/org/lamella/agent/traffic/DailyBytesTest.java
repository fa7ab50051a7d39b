package org.lamella.agent.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class DailyBytesTest {
    private static final long GIGABYTE = 1_000_000_000;

    @Test
    void spreadsWhatIsLeftOverWhatIsLeftOfTheDay() {
        Instant noon = Instant.parse("2026-11-26T12:00:00Z");

        assertThat(DailyBytes.ceiling(54 * GIGABYTE, 0, noon)).isEqualTo(10_000_000);
        assertThat(DailyBytes.ceiling(54 * GIGABYTE, 27 * GIGABYTE, noon)).isEqualTo(5_000_000);
        assertThat(DailyBytes.ceiling(54 * GIGABYTE, 60 * GIGABYTE, noon)).isZero();
    }

    @Test
    void leavesNoMoreAtTheEndOfTheDayThanCanBeSentUntilItIsLookedAtAgain() {
        Instant last = Instant.parse("2026-11-26T23:59:59.999Z");

        assertThat(DailyBytes.ceiling(GIGABYTE, 0, last) / 8 * DailyBytes.LOOK.toSeconds())
                .isLessThanOrEqualTo(GIGABYTE);
    }
}
