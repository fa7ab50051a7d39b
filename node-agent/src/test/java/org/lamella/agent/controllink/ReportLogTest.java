package org.lamella.agent.controllink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.reconcile.SliverStatus;
import org.lamella.agent.reconcile.StatusBoard.Status;

class ReportLogTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final SliverStatus ONE = sliver("demo_one", SliverState.RUNNING, "");
    private static final SliverStatus TWO = sliver("demo_two", SliverState.STARTING, "building");

    private final ReportLog log = new ReportLog();

    @Test
    void tellsEverythingFirst() {
        assertThat(log.whole(status(3, ONE, TWO))).isEqualTo(new Report(3, true, List.of(ONE, TWO), List.of()));
    }

    @Test
    void tellsOnlyWhatChanged() {
        log.whole(status(3, ONE, TWO));
        SliverStatus started = sliver("demo_two", SliverState.RUNNING, "");
        assertThat(log.changes(status(3, ONE, started))).contains(new Report(3, false, List.of(started), List.of()));
    }

    @Test
    void tellsWhatIsGone() {
        log.whole(status(3, ONE, TWO));
        assertThat(log.changes(status(4, ONE))).contains(new Report(4, false, List.of(), List.of("demo_two")));
    }

    @Test
    void hasNothingToSayWhenNothingChanged() {
        log.whole(status(3, ONE));
        assertThat(log.changes(status(3, ONE))).isEmpty();
    }

    @Test
    void explainsASliverThatIsLeftAlone() {
        Misfits misfits = new Misfits(Clock.fixed(NOON, ZoneOffset.UTC));
        misfits.replace(new ReceivedPlan(
                new NodePlan(5, List.of(), List.of()), Map.of("demo_one", "unknown goal", "demo_new", "unknown kind")));
        assertThat(misfits.over(status(4, ONE, TWO)).slivers().values())
                .containsExactlyInAnyOrder(
                        sliver("demo_one", SliverState.RUNNING, "left as it was: unknown goal"),
                        TWO,
                        new SliverStatus("demo_new", 0, SliverState.FAILED, "unknown kind", NOON, 5, ""));
    }

    private static Status status(long generation, SliverStatus... slivers) {
        Map<String, SliverStatus> bySlice = new java.util.HashMap<>();
        for (SliverStatus sliver : slivers) {
            bySlice.put(sliver.slice(), sliver);
        }
        return new Status(generation, bySlice);
    }

    private static SliverStatus sliver(String slice, SliverState state, String reason) {
        return new SliverStatus(slice, 7, state, reason, NOON, 3, "");
    }
}
