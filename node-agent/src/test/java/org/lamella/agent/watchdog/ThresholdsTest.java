package org.lamella.agent.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ThresholdsTest {
    private static final long MEBI = 1L << 20;
    private static final long GIBI = 1L << 30;

    private static NodeMemory swapUsed(long percent) {
        return new NodeMemory(8 * GIBI, GIBI, 1_000 * MEBI, (100 - percent) * 10 * MEBI);
    }

    private static NodeMemory left(long mebibytes) {
        return new NodeMemory(8 * GIBI, mebibytes * MEBI, 0, 0);
    }

    @Test
    void areThoseOfPlanetLabWithSwap() {
        assertThat(Thresholds.of(swapUsed(0))).isEqualTo(Shortage.NONE);
        assertThat(Thresholds.of(swapUsed(84))).isEqualTo(Shortage.NONE);
        assertThat(Thresholds.of(swapUsed(85))).isEqualTo(Shortage.NEAR);
        assertThat(Thresholds.of(swapUsed(89))).isEqualTo(Shortage.NEAR);
        assertThat(Thresholds.of(swapUsed(90))).isEqualTo(Shortage.SHORT);
        assertThat(Thresholds.of(swapUsed(94))).isEqualTo(Shortage.SHORT);
        assertThat(Thresholds.of(swapUsed(95))).isEqualTo(Shortage.EXTREME);
        assertThat(Thresholds.of(swapUsed(100))).isEqualTo(Shortage.EXTREME);
    }

    @Test
    void takeASwapThatIsFullBesideFreeMemoryForNoShortage() {
        assertThat(Thresholds.of(new NodeMemory(8 * GIBI, 4 * GIBI, GIBI, 0))).isEqualTo(Shortage.NONE);
    }

    @Test
    void areAFloorWithoutSwap() {
        long floor = Thresholds.floor(8 * GIBI) / MEBI;
        assertThat(floor).isEqualTo(327);
        assertThat(Thresholds.of(left(2 * floor + 2))).isEqualTo(Shortage.NONE);
        assertThat(Thresholds.of(left(2 * floor - 1))).isEqualTo(Shortage.NEAR);
        assertThat(Thresholds.of(left(floor + 1))).isEqualTo(Shortage.NEAR);
        assertThat(Thresholds.of(left(floor - 1))).isEqualTo(Shortage.SHORT);
        assertThat(Thresholds.of(left(floor / 2 + 1))).isEqualTo(Shortage.SHORT);
        assertThat(Thresholds.of(left(floor / 2 - 1))).isEqualTo(Shortage.EXTREME);
        assertThat(Thresholds.of(left(0))).isEqualTo(Shortage.EXTREME);
    }

    @Test
    void haveAFloorWithinBoundsForMachinesOfAnySize() {
        assertThat(Thresholds.floor(512 * MEBI)).isEqualTo(96 * MEBI);
        assertThat(Thresholds.floor(512 * GIBI)).isEqualTo(GIBI);
    }

    @Test
    void neverGetMilderWhileMemoryGetsLess() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            long total = (1 + random.nextLong(1_000_000)) * MEBI;
            long swap = random.nextBoolean() ? 0 : (1 + random.nextLong(100_000)) * MEBI;
            long available = random.nextLong(total);
            long free = swap == 0 ? 0 : random.nextLong(swap);
            Shortage now = Thresholds.of(new NodeMemory(total, available, swap, free));
            Shortage later = Thresholds.of(new NodeMemory(
                    total, random.nextLong(available + 1), swap, swap == 0 ? 0 : random.nextLong(free + 1)));
            assertThat(later).as("seed %d", seed).isGreaterThanOrEqualTo(now);
        }
    }

    @Test
    void areReadFromWhatTheKernelSays() throws IOException {
        assertThat(NodeMemory.parse(List.of(
                        "MemTotal:       24683620 kB",
                        "MemFree:        21317976 kB",
                        "MemAvailable:   22357580 kB",
                        "SwapCached:            0 kB",
                        "SwapTotal:       1048572 kB",
                        "SwapFree:         524286 kB",
                        "HugePages_Total:       0")))
                .isEqualTo(new NodeMemory(24683620L << 10, 22357580L << 10, 1048572L << 10, 524286L << 10));
        assertThatThrownBy(() -> NodeMemory.parse(List.of("MemTotal: 5 kB")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("MemAvailable");
        assertThat(NodeMemory.now().availableBytes()).isPositive();
    }
}
