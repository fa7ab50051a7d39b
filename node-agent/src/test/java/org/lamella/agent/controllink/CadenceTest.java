package org.lamella.agent.controllink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CadenceTest {
    private static final long MILLI = 1_000_000;
    private final Cadence cadence =
            new Cadence(Duration.ofSeconds(5), Duration.ofMillis(20), Duration.ofSeconds(60), 0);

    @Test
    void reportsAChangeAtOnceWhenIdle() {
        assertThat(cadence.changesDue(20 * MILLI)).isTrue();
        assertThat(cadence.untilNext(20 * MILLI, true)).isZero();
    }

    @Test
    void holdsAChangeBackThatFollowsAReportTooSoon() {
        cadence.reportSent(100 * MILLI, false);
        assertThat(cadence.changesDue(105 * MILLI)).isFalse();
        assertThat(cadence.untilNext(105 * MILLI, true)).isEqualTo(15 * MILLI);
        assertThat(cadence.changesDue(120 * MILLI)).isTrue();
    }

    @Test
    void waitsForTheHeartbeatWhenNothingChanges() {
        assertThat(cadence.untilNext(1000 * MILLI, false)).isEqualTo(4000 * MILLI);
        assertThat(cadence.heartbeatDue(5000 * MILLI)).isTrue();
        cadence.heartbeatSent(5000 * MILLI);
        assertThat(cadence.heartbeatDue(9999 * MILLI)).isFalse();
    }

    @Test
    void tellsEverythingOnceAMinute() {
        cadence.reportSent(30_000 * MILLI, false);
        assertThat(cadence.wholeDue(59_999 * MILLI)).isFalse();
        assertThat(cadence.wholeDue(60_000 * MILLI)).isTrue();
        cadence.reportSent(60_000 * MILLI, true);
        assertThat(cadence.wholeDue(60_001 * MILLI)).isFalse();
    }

    @Test
    void neverAsksToWaitForThePast() {
        assertThat(cadence.untilNext(100_000 * MILLI, true)).isZero();
    }
}
