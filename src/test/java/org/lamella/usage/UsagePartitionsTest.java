package org.lamella.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A day of usage is a partition: made ahead, and dropped when it is old. */
@ControlPlaneTest
class UsagePartitionsTest {
    @Autowired
    private UsagePartitions partitions;

    @Autowired
    private SettableClock clock;

    @Autowired
    private JdbcClient jdbc;

    private static String name(Instant moment) {
        LocalDate day = moment.atOffset(ZoneOffset.UTC).toLocalDate();
        return "usage_windows_" + DateTimeFormatter.BASIC_ISO_DATE.format(day);
    }

    @Test
    void areMadeAhead() {
        partitions.makeAheadAndDropOld();
        for (int day = 0; day <= 3; day++) {
            assertThat(partitions.partitions()).contains(name(clock.instant().plus(Duration.ofDays(day))));
        }
    }

    @Test
    void areMadeWhereTheyAreMissingAndCarryTheConstraints() {
        Instant longAgo = clock.instant().minus(Duration.ofDays(300));
        partitions.ensure(longAgo);
        partitions.ensure(longAgo);
        assertThat(partitions.partitions()).contains(name(longAgo));
        assertThat(jdbc.sql("select count(*) from pg_indexes where tablename = ?")
                        .param(name(longAgo))
                        .query(Long.class)
                        .single())
                .isEqualTo(5);
    }

    @Test
    void areDroppedWhenTheyAreOld() {
        Instant then = clock.instant().minus(Duration.ofDays(399));
        partitions.ensure(then);
        jdbc.sql(
                        "insert into sliver_lives (node_id, slice_id, incarnation, node, slice, ended_at) values (1, 1, 1, 'n', 's', ?)")
                .param(then.atOffset(ZoneOffset.UTC))
                .update();
        partitions.makeAheadAndDropOld();
        assertThat(partitions.partitions()).contains(name(then));
        clock.advance(Duration.ofDays(3));
        partitions.makeAheadAndDropOld();
        assertThat(partitions.partitions()).doesNotContain(name(then));
        assertThat(jdbc.sql("select count(*) from sliver_lives")
                        .query(Long.class)
                        .single())
                .isZero();
    }
}
