package org.lamella.agent.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.lamella.agent.traffic.TrafficDelivered.OneWay;

class TrafficDeliveryTest {
    private static final Duration LOOK = Duration.ofSeconds(2);
    /** A megabyte a second: two in a look. */
    private static final long PROMISED = 8_000_000;

    private final TrafficDelivery delivery = new TrafficDelivery(Passed.NOTHING);
    private long passed;

    private void look(long bytes, long waiting) {
        passed += bytes;
        delivery.after(LOOK, PROMISED, new Passed(passed, passed / 1_000, 0, waiting));
    }

    @Test
    void missesWhatDidNotPassWhileItWaited() {
        look(500_000, 60_000);
        for (int i = 0; i < 10; i++) {
            look(1_500_000, 60_000);
        }
        // 0.5 MB of the first look was all that it wanted then.
        assertThat(delivery.sum()).isEqualTo(new OneWay(20_500_000, 5_000_000, Duration.ofSeconds(20)));
    }

    @Test
    void missesNothingThatItDidNotWant() {
        for (int i = 0; i < 10; i++) {
            look(1_500_000, i % 2 == 0 ? 60_000 : 0);
        }
        assertThat(delivery.sum()).isEqualTo(new OneWay(15_000_000, 0, Duration.ZERO));
    }

    @Test
    void isPromisedNoMoreThanItsRate() {
        for (int i = 0; i < 10; i++) {
            look(9_000_000, 60_000);
        }
        assertThat(delivery.sum()).isEqualTo(new OneWay(20_000_000, 0, Duration.ZERO));
    }

    @Test
    void countsWhatPassedJustBeforeToItsCreditAndNoMore() {
        look(9_000_000, 60_000);
        look(0, 60_000);
        // A second's worth of the seven megabytes too many.
        assertThat(delivery.sum().missedBytes()).isEqualTo(1_000_000);
    }

    @Test
    void beginsAnewWithAClassThatWasMadeAnew() {
        look(9_000_000, 60_000);
        passed = 0;
        look(1_000, 60_000);
        assertThat(delivery.sum()).isEqualTo(new OneWay(2_000_000, 0, Duration.ZERO));
    }
}
