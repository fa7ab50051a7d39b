package org.lamella.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lamella.agent.plan.Goal;
import org.lamella.agent.plan.SliverPlan;

class RetriesTest {
    private static final Optional<SliverPlan> WISH =
            Optional.of(SliverPlan.plain("demo_a", Goal.RUNNING, "busybox", 1, 1));

    private final SettableClock clock = new SettableClock();
    private final Retries retries = new Retries(clock);

    @Test
    void waitsTwiceAsLongEachTimeAndAMinuteAtMost() {
        List<Long> seconds = IntStream.rangeClosed(1, 9)
                .mapToObj(times -> Retries.delay(times).toSeconds())
                .toList();

        assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
    }

    @Test
    void isDueAgainWhenTheDelayIsOver() {
        retries.failed("demo_a", WISH, "no");
        assertThat(retries.due("demo_a", WISH)).isFalse();

        clock.advance(Duration.ofSeconds(1));
        assertThat(retries.due("demo_a", WISH)).isTrue();
    }

    @Test
    void isDueAtOnceWhenSomethingElseIsWanted() {
        retries.failed("demo_a", WISH, "no");

        assertThat(retries.due("demo_a", Optional.empty())).isTrue();
        assertThat(retries.due("demo_b", WISH)).isTrue();
    }

    @Test
    void startsFromTheShortestDelayWhenItHasForgotten() {
        retries.failed("demo_a", WISH, "no");
        retries.failed("demo_a", WISH, "no");
        retries.forget("demo_a");
        assertThat(retries.reason("demo_a")).isEmpty();

        retries.failed("demo_a", WISH, "no");
        clock.advance(Duration.ofSeconds(1));
        assertThat(retries.due("demo_a", WISH)).isTrue();
    }
}
