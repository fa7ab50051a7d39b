package org.lamella.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PaceTest {
    @Test
    void isAsWantedWhereNothingElseIsSaid() {
        Pace usual = Pace.of(Map.of());

        assertThat(usual.seconds(10)).isEqualTo(10);
        assertThat(usual.rounds(7)).isEqualTo(7);
        assertThat(usual.time(Duration.ofSeconds(5))).hasSeconds(5);
    }

    @Test
    void isBoundedAndNeverLengthened() {
        Pace brief = Pace.of(Map.of("LAMELLA_BENCH_SECONDS", "3", "LAMELLA_BENCH_ROUNDS", "2"));

        assertThat(brief.seconds(10)).isEqualTo(3);
        assertThat(brief.seconds(1)).isEqualTo(1);
        assertThat(brief.rounds(7)).isEqualTo(2);
        assertThat(brief.time(Duration.ofSeconds(5))).hasSeconds(3);
        assertThat(brief.time(Duration.ofMillis(500))).hasMillis(500);
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> Pace.of(Map.of("LAMELLA_BENCH_SECONDS", "short")))
                .hasMessageContaining("LAMELLA_BENCH_SECONDS is no number: short");
        assertThatThrownBy(() -> new Pace(0, 0)).hasMessageContaining("LAMELLA_BENCH_SECONDS is 0");
    }
}
