package org.lamella.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AgesTest {
    private final Ages ages = new Ages(Clock.fixed(CommandRun.NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T12:00:00Z, now",
        "2026-11-20T11:59:59Z, 1 s ago",
        "2026-11-20T11:58:01Z, 119 s ago",
        "2026-11-20T11:58:00Z, 2 min ago",
        "2026-11-20T10:00:31Z, 119 min ago",
        "2026-11-20T10:00:01Z, 120 min ago",
        "2026-11-20T10:00:00Z, 2 h ago",
        "2026-11-18T12:40:00Z, 47 h ago",
        "2026-11-18T12:00:00Z, 2 days ago",
        "2026-11-20T12:00:30Z, in 30 s",
        "2026-12-04T11:59:50Z, in 14 days",
        "yesterday, yesterday"
    })
    void saysATimeInItsLargestUnit(String time, String said) {
        assertThat(ages.of(Json.object().put("at", time), "at")).isEqualTo(said);
    }

    @Test
    void marksATimeThatIsNotThere() {
        assertThat(ages.of(Json.object().putNull("at"), "at")).isEqualTo("-");
    }
}
