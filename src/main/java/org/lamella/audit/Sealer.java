package org.lamella.audit;

import java.util.List;
import org.lamella.outbox.Outbox;
import org.lamella.outbox.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Chains committed rows, within a second or so.
 *
 * <p>The order of the chain is the order of sealing. Which rows wait for their seal stands in a table of its own, written
 * with them, so a row that commits late, with a lower id than others that are sealed already, is not passed over.
 *
 * <p>Every replica tries; an advisory lock lets one of them at a time.
 */
@Component
class Sealer {
    private static final Logger log = LoggerFactory.getLogger(Sealer.class);
    /** Any number will do, as long as nothing else in this database locks it. */
    static final long LOCK = 0x6175_6469_74L;

    private static final int BATCH = 500;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Outbox outbox;

    Sealer(JdbcClient jdbc, TransactionTemplate transaction, Outbox outbox) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.outbox = outbox;
    }

    @Scheduled(fixedDelayString = "PT1S")
    void sealWhatIsCommitted() {
        try {
            int sealed;
            do {
                sealed = transaction.execute(status -> sealBatch());
            } while (sealed == BATCH);
        } catch (DataAccessException | TransactionException e) {
            log.warn("the audit trail cannot be sealed now, going on in a second: {}", e.getMessage());
        }
    }

    /** @return how many rows were sealed */
    int sealBatch() {
        if (!jdbc.sql("select pg_try_advisory_xact_lock(?)")
                .param(LOCK)
                .query(Boolean.class)
                .single()) {
            return 0;
        }
        List<AuditRow> rows = unsealed();
        if (rows.isEmpty()) {
            return 0;
        }
        Seal seal = head(jdbc);
        for (AuditRow row : rows) {
            seal = seal.next(row);
            jdbc.sql("insert into audit_seals (position, event_id, hash) values (?, ?, ?)")
                    .params(seal.position(), row.id(), seal.bytes())
                    .update();
        }
        jdbc.sql("delete from audit_unsealed where event_id = any(?)")
                .param(rows.stream().map(AuditRow::id).toArray(Long[]::new))
                .update();
        outbox.append(Topic.AUDIT, "");
        return rows.size();
    }

    private List<AuditRow> unsealed() {
        return jdbc.sql("select " + AuditRow.COLUMNS + """
                         from audit_unsealed u join audit_events e on e.id = u.event_id
                        order by u.event_id limit ?""")
                .param(BATCH)
                .query(AuditRow::of)
                .list();
    }

    /** The last seal that there is. */
    static Seal head(JdbcClient jdbc) {
        return jdbc.sql("select position, hash from audit_seals order by position desc limit 1")
                .query(Seal::of)
                .optional()
                .orElse(Seal.NONE);
    }
}
