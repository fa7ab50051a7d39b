package org.lamella.agent.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lamella.agent.plan.SliverCpu;

final class CpuControlTest {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final SliverCpu QUARTER = new SliverCpu(25, 1);

    private final SimulatedScheduler scheduler = new SimulatedScheduler(2);
    private final CpuControl control = new CpuControl(scheduler);
    private final Map<String, SliverCpu> promises = new LinkedHashMap<>();

    private void add(String sliver, SliverCpu promise, int threads, double bias) {
        promises.put(sliver, promise);
        scheduler.add(sliver, threads, bias);
    }

    private void pass(double seconds) {
        for (int look = 0; look < Math.round(seconds * 5); look++) {
            scheduler.pass(LOOK);
            control.look(promises, LOOK);
        }
    }

    /** @return percent of the node that each has got */
    private Map<String, Double> over(double seconds) {
        Map<String, Double> before = new HashMap<>();
        promises.keySet().forEach(sliver -> before.put(sliver, scheduler.used(sliver)));
        pass(seconds);
        Map<String, Double> got = new HashMap<>();
        before.forEach((sliver, used) -> got.put(sliver, 100 * (scheduler.used(sliver) - used) / seconds / 2));
        return got;
    }

    private void eightHogs(int threads) {
        add("reserved", QUARTER, threads, 0.1);
        for (int i = 1; i < 8; i++) {
            add("hog" + i, SliverCpu.FAIR, threads, i % 2 == 0 ? 0.06 : -0.06);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void makesAReservationExactInEveryTenSeconds(int threads) {
        eightHogs(threads);
        pass(5);
        double wanted = 25 + 75 / 8.0;
        for (int window = 0; window < 6; window++) {
            Map<String, Double> got = over(10);
            assertThat(got.get("reserved")).isCloseTo(wanted, within(0.25));
            assertThat(got.get("hog1")).isCloseTo(75 / 8.0, within(0.25));
            assertThat(got.get("hog2")).isCloseTo(75 / 8.0, within(0.25));
        }
    }

    @Test
    void splitsByShares() {
        add("one", new SliverCpu(0, 1), 2, 0.08);
        add("two", new SliverCpu(0, 2), 2, 0);
        add("four", new SliverCpu(0, 4), 2, -0.08);
        pass(5);

        Map<String, Double> got = over(10);

        assertThat(got.get("one")).isCloseTo(100 / 7.0, within(0.25));
        assertThat(got.get("two")).isCloseTo(200 / 7.0, within(0.25));
        assertThat(got.get("four")).isCloseTo(400 / 7.0, within(0.25));
    }

    @Test
    void hasItsOwnWithinASecondOfWaking() {
        eightHogs(2);
        scheduler.setThreads("reserved", 0);
        pass(20);
        scheduler.setThreads("reserved", 2);

        assertThat(over(1).get("reserved")).isGreaterThanOrEqualTo(0.95 * (25 + 75 / 8.0));
    }

    @Test
    void looksAtThoseThatSleepInTurns() {
        eightHogs(1);
        scheduler.setThreads("hog1", 0);
        pass(2);
        int asleep = scheduler.reads("hog1");
        int awake = scheduler.reads("hog2");

        pass(10);

        assertThat(scheduler.reads("hog1") - asleep).isEqualTo(10);
        assertThat(scheduler.reads("hog2") - awake).isEqualTo(50);
    }

    @Test
    void capsASleeperAtOnceWhenItsPromiseChanges() {
        eightHogs(1);
        scheduler.setThreads("hog1", 0);
        pass(2);

        promises.put("hog1", new SliverCpu(25, 0));
        scheduler.setThreads("hog1", 2);
        pass(0.2);

        assertThat(over(1).get("hog1")).isLessThan(25.1);
    }

    @Test
    void leavesNothingIdle() {
        add("reserved", new SliverCpu(50, 1), 0, 0);
        add("one-thread", SliverCpu.FAIR, 1, 0);
        add("many", SliverCpu.FAIR, 4, 0.1);
        pass(5);

        Map<String, Double> got = over(10);

        assertThat(got.get("one-thread") + got.get("many")).isCloseTo(100, within(0.5));
        assertThat(got.get("one-thread")).isCloseTo(50, within(0.5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 50})
    void liftsOneThatMayHaveAllItWantsAboveAForkBomb(double reserved) {
        add("victim", new SliverCpu(reserved, 1), 1, 0);
        add("bomb", SliverCpu.FAIR, 8, 0);
        scheduler.forks("bomb");
        pass(5);

        assertThat(over(10).get("victim")).isCloseTo(50, within(1.5));
    }

    @Test
    void givesOneThatWasPressedItsShareAgainWhenItWantsMore() {
        add("victim", SliverCpu.FAIR, 1, 0);
        add("bomb", SliverCpu.FAIR, 8, 0);
        scheduler.forks("bomb");
        pass(5);
        scheduler.setThreads("victim", 8);
        scheduler.forks("");
        pass(3);

        assertThat(over(10).get("victim")).isCloseTo(50, within(0.5));
    }

    @Test
    void capsOneThatHasNoShare() {
        add("capped", new SliverCpu(25, 0), 2, 0);
        pass(5);

        assertThat(over(10).get("capped")).isCloseTo(25, within(0.25));
    }

    @Test
    void keepsReservationsBesideABusyHost() {
        eightHogs(2);
        scheduler.host = 0.4;
        pass(5);
        // 80 percent of the node are left: the reservation first, the rest in eight.
        assertThat(over(10).get("reserved")).isCloseTo(25 + 55 / 8.0, within(0.4));
    }

    @Test
    void followsAChangedPromise() {
        eightHogs(2);
        pass(10);
        promises.put("hog3", new SliverCpu(40, 1));
        pass(3);

        assertThat(over(10).get("hog3")).isCloseTo(40 + 35 / 8.0, within(0.4));
    }
}
