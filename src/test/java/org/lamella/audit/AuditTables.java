package org.lamella.audit;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What the application cannot do with the audit trail, and the owner of its tables can: begin it anew. */
public final class AuditTables {
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    public AuditTables(JdbcClient jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    public void empty() {
        transaction.executeWithoutResult(status -> unguarded("truncate audit_events, audit_unsealed, audit_seals"));
    }

    /**
     * Runs a statement as somebody would who has the tables' owner in hand, in the transaction that there is. The
     * sealer's lock first, then the tables in the order in which it takes them: neither can wait for the other.
     */
    void unguarded(String sql) {
        jdbc.sql("select pg_advisory_xact_lock(?)").param(Sealer.LOCK).query().listOfRows();
        jdbc.sql("lock table audit_events, audit_unsealed, audit_seals in access exclusive mode")
                .update();
        guards("disable");
        jdbc.sql(sql).update();
        guards("enable");
    }

    private void guards(String verb) {
        jdbc.sql("alter table audit_events " + verb + " trigger user").update();
        jdbc.sql("alter table audit_seals " + verb + " trigger user").update();
    }
}
