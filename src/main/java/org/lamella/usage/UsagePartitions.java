package org.lamella.usage;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The partitions of {@code usage_windows}, one a day of UTC: made ahead, and dropped when they are old. An advisory lock lets one
 * replica at a time.
 */
@Component
class UsagePartitions {
    private static final Logger log = LoggerFactory.getLogger(UsagePartitions.class);

    /** Any number will do, as long as nothing else in this database locks it. */
    private static final long LOCK = 0x7573_6167_65L;

    private static final String PREFIX = "usage_windows_";
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd");
    private static final int DAYS_AHEAD = 3;

    private final UsageSettings settings;
    private final TestbedLine line;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    UsagePartitions(
            UsageSettings settings, TestbedLine line, JdbcClient jdbc, TransactionTemplate transaction, Clock clock) {
        this.settings = settings;
        this.line = line;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** The oldest moment of which anything is kept: the beginning of a day. */
    Instant oldest() {
        return day(clock.instant().minus(settings.keptFor()))
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    /** Makes the partition of a moment that is not older than {@link #oldest}, unless it is there. */
    void ensure(Instant moment) {
        LocalDate day = day(moment);
        if (!isThere(day)) {
            transaction.executeWithoutResult(status -> {
                jdbc.sql("select true from (select pg_advisory_xact_lock(?)) as held")
                        .param(LOCK)
                        .query(Boolean.class)
                        .single();
                make(day);
            });
        }
    }

    @Scheduled(fixedDelayString = "PT1H")
    void makeAheadAndDropOld() {
        try {
            inTurn(() -> {
                LocalDate today = day(clock.instant());
                for (int ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
                    make(today.plusDays(ahead));
                }
            });
            inTurn(this::dropOld);
        } catch (DataAccessException | TransactionException e) {
            log.warn("the days of usage are looked after in an hour again: {}", e.getMessage());
        }
    }

    /** Nothing where another replica is at it. */
    private void inTurn(Runnable work) {
        transaction.executeWithoutResult(status -> {
            if (jdbc.sql("select pg_try_advisory_xact_lock(?)")
                    .param(LOCK)
                    .query(Boolean.class)
                    .single()) {
                work.run();
            }
        });
    }

    /** Attached and not made in place: that would wait for everybody who reads any day, and have all others wait for it. */
    private void make(LocalDate day) {
        if (!isThere(day)) {
            String name = name(day);
            jdbc.sql("create table " + name + " (like usage_windows including all)")
                    .update();
            jdbc.sql("alter table usage_windows attach partition " + name + " for values from ('" + day
                            + " 00:00+00') to ('" + day.plusDays(1) + " 00:00+00')")
                    .update();
        }
    }

    /** A day that somebody reads for long is left for the next time, rather than have everybody wait behind that. */
    private void dropOld() {
        LocalDate oldest = day(oldest());
        jdbc.sql("set local lock_timeout = '2s'").update();
        for (String name : partitions()) {
            if (name.compareTo(name(oldest)) < 0) {
                jdbc.sql("drop table if exists " + name).update();
                log.info("usage before {} is forgotten: {} is dropped", oldest, name);
            }
        }
        jdbc.sql("delete from sliver_lives where ended_at < ?")
                .param(oldest().atOffset(ZoneOffset.UTC))
                .update();
        line.forgetOld();
    }

    private boolean isThere(LocalDate day) {
        return jdbc.sql("select to_regclass(?) is not null")
                .param(name(day))
                .query(Boolean.class)
                .single();
    }

    private static String name(LocalDate day) {
        return PREFIX + DAY.format(day);
    }

    List<String> partitions() {
        return jdbc.sql("""
                        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
                        where i.inhparent = 'usage_windows'::regclass and c.relname ~ '^usage_windows_[0-9]{8}$'
                        order by c.relname""").query(String.class).list();
    }

    private static LocalDate day(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
