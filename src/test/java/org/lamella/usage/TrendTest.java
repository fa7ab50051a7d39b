package org.lamella.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrendTest {
    @Test
    void drawsALineFromZeroWithGapsWhereNothingIsKnown() {
        Trend trend = Trend.of(Arrays.asList(0.0, 50.0, null, 100.0, null, 25.0, 25.0), 100, "% of a CPU");
        assertThat(trend.path()).isEqualTo("M0 19L3 10M9 1h1M15 15L18 15");
        assertThat(trend.words()).isEqualTo("25 % of a CPU now; 0 to 100 in the last three hours");
    }

    @Test
    void growsWithWhatIsAboveItsTop() {
        assertThat(Trend.of(List.of(100.0, 200.0), 100, "x").path()).isEqualTo("M0 10L3 1");
    }

    @Test
    void saysWhenNothingIsKnown() {
        assertThat(Trend.of(Arrays.asList(null, null), 1, "live").words())
                .isEqualTo("nothing is known of the last three hours");
        assertThat(Trend.of(Arrays.asList(2.0, null), 1, "live").words())
                .isEqualTo("not known now; 2 to 2 in the last three hours");
    }
}
