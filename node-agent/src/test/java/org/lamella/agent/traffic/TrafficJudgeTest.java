package org.lamella.agent.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.lamella.agent.plan.SliverTraffic;

class TrafficJudgeTest {
    private static final long SECOND = 1_000_000_000;
    private static final int NUMBER = 0x10;

    private final TrafficJudge judge = new TrafficJudge();

    private static Map<String, Claim> reserved(long bits, OptionalLong narrowed) {
        return Map.of("demo_a", new Claim(NUMBER, new SliverTraffic(bits, 0, 1, 0), narrowed));
    }

    private static Reading passed(long out, long in) {
        return new Reading(
                Map.of(), Map.of(NUMBER, new Passed(out, 0, 0, 9_000)), Map.of(NUMBER, new Passed(in, 0, 0, 9_000)));
    }

    @Test
    void judgesEachDirectionByWhatWasPromisedInThatTime() {
        judge.look(0, passed(0, 0), reserved(8_000, OptionalLong.empty()));
        judge.look(SECOND, passed(400, 1_000), reserved(80_000, OptionalLong.empty()));
        TrafficDelivered delivered = judge.delivered("demo_a").orElseThrow();
        assertThat(delivered.sent()).isEqualTo(new TrafficDelivered.OneWay(1_000, 600, Duration.ofSeconds(1)));
        assertThat(delivered.received()).isEqualTo(new TrafficDelivered.OneWay(1_000, 0, Duration.ZERO));
    }

    @Test
    void takesTheBytesOfItsDayForNoFaultOfTheNode() {
        judge.look(0, passed(0, 0), reserved(80_000, OptionalLong.of(8_000)));
        judge.look(SECOND, passed(1_000, 1_000), reserved(80_000, OptionalLong.of(8_000)));
        TrafficDelivered delivered = judge.delivered("demo_a").orElseThrow();
        assertThat(delivered.sent().missedBytes()).isZero();
        assertThat(delivered.received().missedBytes()).isEqualTo(9_000);
    }

    @Test
    void knowsNothingOfASliverWithoutClassesOrLink() {
        judge.look(0, passed(0, 0), reserved(8_000, OptionalLong.empty()));
        judge.look(SECOND, new Reading(Map.of(), Map.of(), Map.of()), reserved(8_000, OptionalLong.empty()));
        assertThat(judge.delivered("demo_a")).isEmpty();
        judge.look(0, passed(0, 0), reserved(8_000, OptionalLong.empty()));
        judge.look(SECOND, passed(0, 0), Map.of());
        assertThat(judge.delivered("demo_a")).isEmpty();
    }
}
