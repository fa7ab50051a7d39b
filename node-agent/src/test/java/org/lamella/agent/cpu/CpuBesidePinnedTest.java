package org.lamella.agent.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.agent.plan.SliverCpu;

/** How the others split the CPUs that are left, on a node of four of which one sliver has two. */
final class CpuBesidePinnedTest {
    private static final Duration LOOK = Duration.ofMillis(200);

    private final SimulatedScheduler scheduler = new SimulatedScheduler(4);
    private final Map<String, Double> weights = new HashMap<>();
    private final Map<String, OptionalDouble> caps = new HashMap<>();
    private final CpuControl control = new CpuControl(new Noted());
    private final Map<String, SliverCpu> promises = new LinkedHashMap<>();

    /** The scheduler, and what it was told. */
    private final class Noted implements CpuGroups {
        @Override
        public int cpus() {
            return scheduler.cpus();
        }

        @Override
        public boolean countsWaiting() {
            return scheduler.countsWaiting();
        }

        @Override
        public CpuReading read(String sliver, CpuReading last) {
            return scheduler.read(sliver, last);
        }

        @Override
        public void weigh(String sliver, double part) {
            weights.put(sliver, part);
            scheduler.weigh(sliver, part);
        }

        @Override
        public void cap(String sliver, OptionalDouble most) {
            caps.put(sliver, most);
            scheduler.cap(sliver, most);
        }
    }

    /** What runs on cores of its own takes part in no split: here it stands still, and its two cores are gone for all. */
    @BeforeEach
    void twoOfFourArePinned() {
        scheduler.host = 2;
        add("pinned", new SliverCpu(50, 1, 2), 0);
    }

    private void add(String sliver, SliverCpu promise, int threads) {
        promises.put(sliver, promise);
        scheduler.add(sliver, threads, 0);
    }

    private void pass(double seconds) {
        for (int look = 0; look < Math.round(seconds * 5); look++) {
            scheduler.pass(LOOK);
            control.look(promises, LOOK);
        }
    }

    @Test
    void splitsWhatIsLeft() {
        add("reserved", new SliverCpu(25, 1), 4);
        add("hog", SliverCpu.FAIR, 4);
        pass(5);
        double reserved = scheduler.used("reserved");
        double hog = scheduler.used("hog");
        pass(10);

        assertThat((scheduler.used("reserved") - reserved) / 10).isCloseTo(1.5, within(0.02));
        assertThat((scheduler.used("hog") - hog) / 10).isCloseTo(0.5, within(0.02));
    }

    @Test
    void weighsASleeperAsItWillNeedAmongTheOthersAlone() {
        add("sleeper", new SliverCpu(25, 1), 0);
        add("hog", SliverCpu.FAIR, 4);
        pass(5);

        // One of the two CPUs that are left is reserved for it, and half of the other: three quarters against one.
        assertThat(weights.get("sleeper") / weights.get("hog")).isCloseTo(3, within(0.05));
    }

    @Test
    void givesWhoIsPinnedItsWeightAgainstTheHostAndNoCap() {
        pass(1);
        assertThat(weights).containsEntry("pinned", 1.0);
        assertThat(caps).containsEntry("pinned", OptionalDouble.empty());

        promises.put("pinned", new SliverCpu(25, 0, 1));
        pass(1);
        assertThat(weights.get("pinned")).isCloseTo(1.0 / 3, within(1e-9));
        assertThat(caps).containsEntry("pinned", OptionalDouble.empty());
    }

    @Test
    void promisesItItsCores() {
        pass(2);

        assertThat(control.delivered("pinned").orElseThrow().promised()).isEqualTo(Duration.ofSeconds(4));
    }
}
