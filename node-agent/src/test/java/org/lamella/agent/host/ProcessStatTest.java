package org.lamella.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessStatTest {
    @Test
    void readsPastANameWithBracketsAndBlanks() {
        String line = "42 (a) R (b) S 1 42 40 0 -1 4194560 1 0 0 0 7 5 0 0 20 0 1 0 123456 1000 10 1\n";

        assertThat(ProcessStat.parse(42, line)).isEqualTo(new ProcessStat(42, 'S', 1, 40, 12, 123456));
    }

    @Test
    void findsItselfAlive() {
        assertThat(ProcessStat.of(ProcessHandle.current().pid()))
                .hasValueSatisfying(self -> assertThat(self.alive()).isTrue());
    }

    @Test
    void findsNoProcessWhereThereIsNone() {
        assertThat(ProcessStat.of(Integer.MAX_VALUE)).isEmpty();
    }

    @Test
    void countsAZombieAsDead() {
        assertThat(new ProcessStat(1, 'Z', 0, 1, 1, 1).alive()).isFalse();
    }
}
