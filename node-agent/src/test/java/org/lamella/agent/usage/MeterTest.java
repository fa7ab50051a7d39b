package org.lamella.agent.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lamella.agent.cpu.CpuDelivered;
import org.lamella.agent.plan.SliverCpu;
import org.lamella.agent.plan.SliverMemory;
import org.lamella.agent.plan.SliverPromise;
import org.lamella.agent.plan.SliverTraffic;
import org.lamella.agent.traffic.TrafficDelivered;
import org.lamella.agent.traffic.TrafficDelivered.OneWay;

class MeterTest {
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    private final List<UsageWindow> windows = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();
    private Map<String, SliverPromise> promises = Map.of();
    private Meter meter = new Meter(WINDOW, Optional.empty());
    private Instant now = NOON;

    private void look(Duration since) {
        meter.look(now, since, readings, promises).ifPresent(windows::add);
    }

    /** Time passes; each sliver uses a tenth of a CPU. */
    private void pass(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(LOOK)) {
            now = now.plus(LOOK);
            readings.replaceAll(reading -> reading(
                    reading.slice(),
                    reading.incarnation(),
                    reading.context(),
                    reading.counted().cpuMicros() + LOOK.toNanos() / 10_000,
                    reading.memoryBytes(),
                    reading.processes()));
            look(LOOK);
        }
    }

    private static Reading reading(
            String slice, long incarnation, String context, long cpuMicros, long memory, long processes) {
        Optional<CpuDelivered> delivered =
                Optional.of(new CpuDelivered(Duration.ofNanos(cpuMicros * 5_000), Duration.ofNanos(cpuMicros * 500)));
        return new Reading(
                slice,
                incarnation,
                context,
                new Counted(cpuMicros, cpuMicros * 2, cpuMicros * 3, Counted.NOT, 0),
                delivered,
                // One byte of three that were promised is missed.
                Optional.of(new TrafficDelivered(
                        new OneWay(cpuMicros * 3, cpuMicros, Duration.ofNanos(cpuMicros * 1_000)),
                        new OneWay(cpuMicros, 0, Duration.ZERO))),
                new MemoryEvents(cpuMicros / 1_000_000, 0, 0),
                memory,
                7,
                processes);
    }

    private SliverUse only(int window) {
        assertThat(windows).hasSizeGreaterThan(window);
        assertThat(windows.get(window).slivers()).hasSize(1);
        return windows.get(window).slivers().getFirst();
    }

    @Test
    void tellsWhatWasGotInEachWholeWindow() {
        promises = Map.of(
                "a",
                SliverPromise.FAIR
                        .with(new SliverCpu(25, 1))
                        .with(new SliverMemory(99))
                        .with(new SliverTraffic(8_000, 0, 1, 0)));
        readings.add(reading("a", 1, "x", 5_000_000, 100, 1));
        look(Duration.ZERO);
        pass(WINDOW.plus(WINDOW).plus(LOOK));

        assertThat(windows)
                .extracting(UsageWindow::beganMillis)
                .containsExactly(NOON.toEpochMilli(), NOON.plus(WINDOW).toEpochMilli());
        assertThat(windows).extracting(UsageWindow::partial).containsExactly(false, false);
        for (int i = 0; i < 2; i++) {
            SliverUse use = only(i);
            assertThat(use.counted().cpuMicros()).isEqualTo(30_000_000);
            assertThat(use.counted().sentBytes()).isEqualTo(60_000_000);
            assertThat(use.counted().receivedBytes()).isEqualTo(90_000_000);
            assertThat(use.counted().readBytes()).isEqualTo(Counted.NOT);
            assertThat(use.counted().writtenBytes()).isZero();
            assertThat(use.seenMillis()).isEqualTo(WINDOW.toMillis());
            assertThat(use.reservedPercent()).isEqualTo(25);
            assertThat(use.guaranteedBytes()).isEqualTo(99);
            assertThat(use.diskBytes()).isEqualTo(7);
        }
        assertThat(only(1).kept())
                .isEqualTo(new Kept(
                        8_000, new Kept.OneWay(90_000_000, 30_000_000, 30_000), new Kept.OneWay(30_000_000, 0, 0), 30));
        assertThat(only(1).promisedMillis()).isEqualTo(150_000);
        assertThat(only(1).missedMillis()).isEqualTo(15_000);
    }

    @Test
    void saysNothingOfMemoryThatIsNotGuaranteed() {
        readings.add(reading("a", 1, "x", 0, 100, 0));
        look(Duration.ZERO);
        pass(WINDOW);
        assertThat(only(0).kept().memoryTaken()).isEqualTo(Counted.NOT);
        assertThat(only(0).kept().reservedBits()).isZero();
    }

    @Test
    void remembersPeaksAndWhatIsThereAtTheEnd() {
        readings.add(reading("a", 1, "x", 0, 100, 0));
        look(Duration.ZERO);
        readings.set(0, reading("a", 1, "x", 0, 900, 3));
        pass(LOOK);
        readings.set(0, reading("a", 1, "x", 0, 200, 1));
        pass(WINDOW);
        assertThat(only(0).memoryPeakBytes()).isEqualTo(900);
        assertThat(only(0).memoryBytes()).isEqualTo(200);
        assertThat(only(0).processesPeak()).isEqualTo(3);
        assertThat(only(0).processes()).isEqualTo(1);
    }

    @Test
    void countsAContextThatBeginsMeanwhileFromItsBeginning() {
        look(Duration.ZERO);
        pass(Duration.ofMinutes(2));
        readings.add(reading("a", 1, "x", 400_000, 100, 1));
        look(Duration.ZERO);
        pass(WINDOW);
        assertThat(windows.getFirst().partial()).isFalse();
        assertThat(only(0).counted().cpuMicros()).isEqualTo(400_000 + 18_000_000);
        assertThat(only(0).seenMillis()).isEqualTo(180_000);
    }

    @Test
    void addsUpTheContextsOfOneLifeAndTellsLivesApart() {
        readings.add(reading("a", 1, "x", 1_000_000, 100, 1));
        look(Duration.ZERO);
        pass(Duration.ofMinutes(1));
        readings.set(0, reading("a", 1, "restarted", 0, 100, 1));
        pass(Duration.ofMinutes(1));
        readings.set(0, reading("a", 2, "rebuilt", 0, 100, 1));
        pass(WINDOW);
        assertThat(windows.getFirst().slivers())
                .extracting(SliverUse::incarnation, use -> use.counted().cpuMicros(), SliverUse::processes)
                .containsExactly(tuple(1L, 12_000_000L, 0L), tuple(2L, 18_000_000L, 1L));
        assertThat(windows).hasSize(1);
    }

    @Test
    void callsAWindowPartialThatItBeganToWatchLate() {
        now = NOON.plusSeconds(60);
        readings.add(reading("a", 1, "x", 77_000_000, 100, 1));
        look(Duration.ZERO);
        pass(WINDOW);
        assertThat(windows.getFirst().partial()).isTrue();
        assertThat(only(0).counted().cpuMicros()).isEqualTo(24_000_000);
        assertThat(only(0).promisedMillis()).isEqualTo(120_000);
    }

    @Test
    void goesOnWithTheWindowOfALifeBefore() {
        promises = Map.of("a", SliverPromise.FAIR.with(new SliverMemory(99)));
        readings.add(reading("a", 1, "x", 1_000_000, 100, 1));
        look(Duration.ZERO);
        pass(Duration.ofMinutes(2));
        meter = new Meter(WINDOW, meter.open());
        // The agent was away for 30 seconds, the sliver was not; what the kernel counts is all there.
        now = now.plusSeconds(30);
        readings.set(0, reading("a", 1, "x", 16_000_000, 100, 1));
        look(Duration.ZERO);
        pass(WINDOW);
        assertThat(windows.getFirst().beganMillis()).isEqualTo(NOON.toEpochMilli());
        assertThat(windows.getFirst().partial()).isTrue();
        assertThat(only(0).counted().cpuMicros()).isEqualTo(30_000_000);
        assertThat(only(0).kept().memoryTaken()).isEqualTo(30);
        assertThat(only(0).seenMillis()).isEqualTo(270_000);
    }

    @Test
    void isWholeAfterAQuickRestart() {
        readings.add(reading("a", 1, "x", 0, 100, 1));
        look(Duration.ZERO);
        pass(Duration.ofMinutes(2));
        meter = new Meter(WINDOW, meter.open());
        now = now.plusSeconds(2);
        look(Duration.ZERO);
        now = now.minusSeconds(2);
        pass(WINDOW);
        assertThat(windows.getFirst().partial()).isFalse();
    }

    @Test
    void givesNobodyWhatWasUsedWhileNoWindowIsKnown() {
        readings.add(reading("a", 1, "x", 0, 100, 1));
        look(Duration.ZERO);
        pass(Duration.ofMinutes(2));
        meter = new Meter(WINDOW, meter.open());
        now = NOON.plus(Duration.ofMinutes(41));
        readings.set(0, reading("a", 1, "x", 250_000_000, 100, 1));
        look(Duration.ZERO);
        pass(WINDOW);
        assertThat(windows)
                .extracting(UsageWindow::beganMillis)
                .containsExactly(
                        NOON.toEpochMilli(), NOON.plus(Duration.ofMinutes(40)).toEpochMilli());
        assertThat(windows).extracting(UsageWindow::partial).containsExactly(true, true);
        assertThat(only(0).counted().cpuMicros()).isEqualTo(12_000_000);
        assertThat(only(1).counted().cpuMicros()).isEqualTo(24_000_000);
    }

    @Test
    void keepsTheWindowOpenWhenTheClockIsSetBackALittle() {
        readings.add(reading("a", 1, "x", 0, 100, 1));
        look(Duration.ZERO);
        pass(WINDOW.plusSeconds(10));
        now = now.minusSeconds(20);
        pass(WINDOW.plusSeconds(20));
        assertThat(windows)
                .extracting(UsageWindow::beganMillis)
                .containsExactly(NOON.toEpochMilli(), NOON.plus(WINDOW).toEpochMilli());
        // It was watched longer than five minutes by every clock but the one that was set back.
        assertThat(windows.getLast().partial()).isTrue();
        assertThat(only(1).counted().cpuMicros()).isEqualTo(32_000_000);
    }

    @Test
    void beginsAnotherWindowWhenTheClockJumpsFar() {
        readings.add(reading("a", 1, "x", 0, 100, 1));
        look(Duration.ZERO);
        pass(Duration.ofMinutes(2));
        now = now.minus(Duration.ofDays(365));
        pass(WINDOW);
        now = now.plus(Duration.ofDays(365));
        pass(WINDOW);
        assertThat(windows).hasSize(4).allMatch(UsageWindow::partial);
        assertThat(windows.get(1).beganMillis())
                .isEqualTo(NOON.minus(Duration.ofDays(365)).toEpochMilli());
    }
}
