package org.lamella.agent.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryEventsTest {
    private static final MemoryEvents BEFORE = new MemoryEvents(2, 1, 7);

    @Test
    void countsWhatTheKernelTookBelowTheGuarantee() {
        assertThat(new MemoryEvents(5, 1, 7).takenSince(BEFORE, false)).isEqualTo(3);
        assertThat(BEFORE.takenSince(BEFORE, true)).isZero();
    }

    @Test
    void countsProcessesThatWereEndedForTheNodesSakeOnlyWithinTheGuarantee() {
        assertThat(new MemoryEvents(2, 3, 7).takenSince(BEFORE, true)).isEqualTo(2);
        assertThat(new MemoryEvents(2, 3, 7).takenSince(BEFORE, false)).isZero();
        // It came to its own limit.
        assertThat(new MemoryEvents(2, 3, 8).takenSince(BEFORE, true)).isZero();
    }

    @Test
    void saysWhatIsKnownWhereTheKernelCountsLess() {
        MemoryEvents first = new MemoryEvents(Counted.NOT, 0, 0);
        assertThat(new MemoryEvents(Counted.NOT, 1, 0).takenSince(first, true)).isEqualTo(1);
        assertThat(MemoryEvents.UNKNOWN.takenSince(first, true)).isEqualTo(Counted.NOT);
    }
}
