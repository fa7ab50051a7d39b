package org.lamella.usage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Which broken promises nobody was told of by mail yet. Of one sliver and kind of promise a mail goes within a minute of the first
 * window, and then at most once in {@link #BETWEEN_MAILS}, with the sum of what was missed since the one before: a node that was cut
 * off tells of many windows at once, and a promise that is broken for long is one thing to know and not a hundred.
 */
@Component
class BrokenPromises {
    static final Duration BETWEEN_MAILS = Duration.ofHours(6);

    /** Slivers and kinds that one transaction tells of. */
    private static final int AT_ONCE = 200;
    /** What was told and has been well for so long begins anew. */
    private static final Duration REMEMBERED = Duration.ofDays(7);

    private static final Logger log = LoggerFactory.getLogger(BrokenPromises.class);

    private final PromiseMails mails;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    BrokenPromises(PromiseMails mails, JdbcClient jdbc, TransactionTemplate transaction, Clock clock) {
        this.mails = mails;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** In the transaction that stores the window. In order, so that two of them do not wait for each other. */
    void note(long nodeId, Instant began) {
        jdbc.sql("""
                        insert into broken_promises (node_id, slice_id, kind, untold_since)
                        select distinct w.node_id, w.slice_id, b.kind, w.began_at
                        from usage_windows w cross join lateral unnest(w.broken) as b (kind)
                        where w.node_id = :node and w.began_at = :began
                        order by w.node_id, w.slice_id, b.kind
                        on conflict (node_id, slice_id, kind) do update
                          set untold_since = least(broken_promises.untold_since, excluded.untold_since)""")
                .param("node", nodeId)
                .param("began", began.atOffset(ZoneOffset.UTC))
                .update();
    }

    @Scheduled(fixedDelayString = "PT1M")
    void tell() {
        try {
            while (transaction.execute(status -> tellSome()) == AT_ONCE) {
                log.debug("there is more to tell of promises that were not kept");
            }
            forgetOld();
        } catch (DataAccessException | TransactionException e) {
            log.warn("of promises that were not kept it is told in a minute: {}", e.getMessage());
        }
    }

    /** One replica at a time has each of them. Of a window that is gone there is nothing to say. */
    private int tellSome() {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        Map<String, Object> due = Map.of("now", now, "before", now.minus(BETWEEN_MAILS), "most", AT_ONCE);
        List<Breach> breaches = jdbc.sql("""
                        with due as materialized (
                          select node_id, slice_id, kind, untold_since from broken_promises
                          where untold_since is not null and (mailed_at is null or mailed_at <= :before)
                          order by mailed_at nulls first limit :most for update skip locked),
                        told as (
                          update broken_promises p set mailed_at = :now, untold_since = null from due d
                          where p.node_id = d.node_id and p.slice_id = d.slice_id and p.kind = d.kind),
                        missed as (
                          select b.node_id, b.slice_id, b.kind, w.incarnation, w.began_at,
                                 w.began_at + w.length_millis * interval '1 millisecond' as until, %s
                          from due b join usage_windows w
                            on w.node_id = b.node_id and w.slice_id = b.slice_id and w.began_at >= b.untold_since
                              and b.kind = any(w.broken))
                        select l.slice, l.node, m.kind, min(m.began_at) as began_at, max(m.until) as until,
                               max(m.reserved) as reserved, sum(m.promised) as promised, sum(m.missed) as missed
                        from missed m join sliver_lives l
                          on l.node_id = m.node_id and l.slice_id = m.slice_id and l.incarnation = m.incarnation
                        group by l.slice, l.node, m.kind order by l.node, l.slice, m.kind""".formatted(Breach.AMOUNTS))
                .params(due)
                .query(Breach::of)
                .list();
        mails.tell(breaches);
        return breaches.size();
    }

    private void forgetOld() {
        jdbc.sql("delete from broken_promises where untold_since is null and mailed_at < ?")
                .param(clock.instant().minus(REMEMBERED).atOffset(ZoneOffset.UTC))
                .update();
    }
}
