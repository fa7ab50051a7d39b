package org.lamella.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WindowsTest {
    private static final Windows TWO =
            new Windows(List.of(Map.of("a", 1.0, "b", 3.0, "c", 6.0), Map.of("a", 2.0, "b", 2.0, "c", 0.0)));

    @Test
    void sumsUpByWindow() {
        assertThat(TWO.of("a").largest()).isEqualTo(2);
        assertThat(TWO.all().smallest()).isEqualTo(4);
        assertThat(TWO.all().largest()).isEqualTo(10);
        assertThat(TWO.others("c").count()).isEqualTo(4);
        assertThat(TWO.others("c").largest()).isEqualTo(3);
    }

    @Test
    void partsAreOfThoseNamed() {
        assertThat(TWO.part("a", List.of("a", "b")).smallest()).isEqualTo(25);
        assertThat(TWO.part("a", List.of("a", "b")).largest()).isEqualTo(50);
        assertThat(TWO.part("c", List.of("c")).smallest()).isZero();
    }

    @Test
    void reckonsBySecond() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Windows taken = Windows.take(
                List.of("idle", "growing"),
                sliver -> sliver.equals("idle") ? 7 : 10 * asked.incrementAndGet(),
                2,
                Duration.ofMillis(200));

        assertThat(taken.windows()).hasSize(2);
        assertThat(taken.of("idle").largest()).isZero();
        // Ten in a window, which is never shorter than it was to be.
        assertThat(taken.of("growing").largest()).isPositive().isLessThanOrEqualTo(50);
    }
}
