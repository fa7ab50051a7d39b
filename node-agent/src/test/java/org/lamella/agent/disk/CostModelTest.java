package org.lamella.agent.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lamella.agent.disk.CostModel.Rate;

class CostModelTest {
    private static CostModel model(long bytes, long requests) {
        return new CostModel(Map.of(
                Rate.RBPS, bytes,
                Rate.RSEQIOPS, requests,
                Rate.RRANDIOPS, requests,
                Rate.WBPS, bytes,
                Rate.WSEQIOPS, requests,
                Rate.WRANDIOPS, requests));
    }

    @Test
    void isWrittenAsTheKernelTakesItAndReadAgain() {
        CostModel model = model(80_000_000, 9_000);
        assertThat(model.line())
                .isEqualTo("ctrl=user model=linear rbps=80000000 rseqiops=9000 rrandiops=9000 wbps=80000000"
                        + " wseqiops=9000 wrandiops=9000");
        assertThat(CostModel.parse(model.line() + "\n")).isEqualTo(model);
    }

    @Test
    void lacksNothing() {
        assertThatThrownBy(() -> CostModel.parse("ctrl=user model=linear rbps=80000000 rseqiops=0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rseqiops");
        assertThatThrownBy(() -> CostModel.parse("rbps=much")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void givesASlowDiskLongerToAnswer() {
        assertThat(model(100_000_000, 10_000).latency()).isEqualTo(Duration.ofMillis(10));
        assertThat(model(100_000_000, 100).latency()).isEqualTo(Duration.ofMillis(80));
        assertThat(model(3_000_000_000L, 500_000).latency()).isEqualTo(Duration.ofMillis(5));
        assertThat(model(1_000_000, 10).latency()).isEqualTo(Duration.ofMillis(100));
    }
}
