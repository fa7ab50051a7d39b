package org.lamella.slices;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SliceStateTest {
    @Test
    void isEmptyWithoutSlivers() {
        assertThat(SliceState.of(Goal.RUNNING, new SliverTally(0, 0, 0, 0, 0, 0, 0, 0, 0)))
                .isEqualTo(SliceState.EMPTY);
    }

    @Test
    void isDeletingWhateverItsSliversDo() {
        assertThat(SliceState.of(Goal.ABSENT, tally(0, 0, 2, 0, 0, 0, 0))).isEqualTo(SliceState.DELETING);
    }

    @Test
    void spreadsWhileAnySliverIsOnItsWay() {
        assertThat(SliceState.of(Goal.RUNNING, tally(1, 0, 5, 0, 0, 1, 0))).isEqualTo(SliceState.SPREADING);
        assertThat(SliceState.of(Goal.RUNNING, tally(0, 1, 5, 0, 0, 1, 0))).isEqualTo(SliceState.SPREADING);
    }

    @Test
    void isInOneStateWhenAllItsSliversAre() {
        assertThat(SliceState.of(Goal.RUNNING, tally(0, 0, 3, 0, 0, 0, 0))).isEqualTo(SliceState.RUNNING);
        assertThat(SliceState.of(Goal.RUNNING, tally(0, 0, 0, 0, 3, 0, 0))).isEqualTo(SliceState.STOPPED);
        assertThat(SliceState.of(Goal.RUNNING, tally(0, 0, 0, 0, 0, 3, 0))).isEqualTo(SliceState.FAILED);
        assertThat(SliceState.of(Goal.RUNNING, tally(0, 0, 0, 0, 0, 0, 3))).isEqualTo(SliceState.UNKNOWN);
    }

    @Test
    void isDegradedWhenSomeRunAndSomeDoNot() {
        assertThat(SliceState.of(Goal.RUNNING, tally(0, 0, 2, 0, 0, 1, 0))).isEqualTo(SliceState.DEGRADED);
        assertThat(SliceState.of(Goal.RUNNING, tally(0, 0, 2, 1, 0, 0, 0))).isEqualTo(SliceState.DEGRADED);
    }

    private static SliverTally tally(
            int pending, int starting, int running, int degraded, int stopped, int failed, int unknown) {
        int wanted = pending + starting + running + degraded + stopped + failed + unknown;
        return new SliverTally(wanted, pending, starting, running, degraded, stopped, failed, unknown, 0);
    }
}
