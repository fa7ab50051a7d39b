package org.lamella.agent.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Delivery delivery = new Delivery();

    private void look(long usedMillis, long waitedMillis, double reserved) {
        delivery.after(Duration.ofMillis(usedMillis), Duration.ofMillis(waitedMillis), LOOK, reserved);
    }

    private double missedMillis() {
        return delivery.sum().missed().toNanos() / 1e6;
    }

    @Test
    void missesWhatItWantedOfItsPromiseAndDidNotGet() {
        for (int i = 0; i < 10; i++) {
            look(60, 140, 0.5);
        }
        assertThat(missedMillis()).isCloseTo(400, within(0.01));
        assertThat(delivery.sum().promised()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void missesNothingThatItDidNotWant() {
        for (int i = 0; i < 10; i++) {
            look(20, 0, 0.5);
        }
        look(20, 30, 0.5);
        assertThat(missedMillis()).isCloseTo(30, within(0.01));
    }

    @Test
    void takesTurnsOfTheSchedulerForNoFault() {
        for (int i = 0; i < 50; i++) {
            look(i % 2 == 0 ? 130 : 70, 200, 0.5);
        }
        assertThat(missedMillis()).isZero();
    }

    @Test
    void doesNotMakeUpForItByWhatItGotLongBefore() {
        for (int i = 0; i < 1000; i++) {
            look(200, 0, 0.5);
        }
        for (int i = 0; i < 10; i++) {
            look(0, 200, 0.5);
        }
        // One second of its promise was to its credit.
        assertThat(missedMillis()).isCloseTo(500, within(0.01));
    }

    @Test
    void isNothingWithoutAPromise() {
        look(0, 200, 0);
        assertThat(delivery.sum()).isEqualTo(new CpuDelivered(Duration.ZERO, Duration.ZERO));
    }
}
