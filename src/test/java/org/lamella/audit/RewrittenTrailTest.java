package org.lamella.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.audit.Verification.Noted;
import org.lamella.testing.ControlPlaneTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Somebody who owns the tables rewrites the trail; the chain shows it. What they do is rolled back after each test. */
@ControlPlaneTest
class RewrittenTrailTest {
    private static final int ROWS = 5;

    @Autowired
    private AuditTrail audit;

    @Autowired
    private AuditVerifier verifier;

    @Autowired
    private Sealer sealer;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private JdbcClient jdbc;

    private AuditTables tables;
    private long firstId;
    private Noted noted;

    @BeforeEach
    void fiveRowsAreSealed() {
        tables = new AuditTables(jdbc, transaction);
        tables.empty();
        for (int row = 1; row <= ROWS; row++) {
            String slice = "demo_" + row;
            transaction.executeWithoutResult(status -> audit.record(
                    "slice-changed", "slice", slice, "", Difference.made(Map.of("image", "busybox", "weight", 1.50))));
        }
        await().until(() -> verifier.verify(Optional.empty()).rows() == ROWS);
        firstId = jdbc.sql("select min(id) from audit_events").query(Long.class).single();
        noted = new Noted(ROWS, verifier.verify(Optional.empty()).head());
    }

    @Test
    void isSoundAsLongAsNobodyDoes() {
        assertThat(verifier.verify(Optional.of(noted)).sound()).isTrue();
        assertThat(verifier.verify(Optional.of(noted)).fault()).isNull();
    }

    @Test
    void showsAnotherActor() {
        assertThat(after("update audit_events set actor = 'nobody' where id = " + id(3)))
                .satisfies(found -> isBrokenAt(found, 3, "is not what was sealed"));
    }

    @Test
    void showsAnotherTimeAndAnotherDifference() {
        assertThat(after("update audit_events set at = at + interval '1 microsecond' where id = " + id(2)))
                .satisfies(found -> isBrokenAt(found, 2, "is not what was sealed"));
        assertThat(after("update audit_events set after = jsonb_set(after, '{weight}', '2') where id = " + id(4)))
                .satisfies(found -> isBrokenAt(found, 4, "is not what was sealed"));
        assertThat(after("update audit_events set after = null where id = " + id(4)))
                .satisfies(found -> isBrokenAt(found, 4, "is not what was sealed"));
    }

    @Test
    void showsTextMovedFromOneFieldToTheNext() {
        assertThat(after("update audit_events set action = 'slice-change', object_kind = 'dslice' where id = " + id(1)))
                .satisfies(found -> isBrokenAt(found, 1, "is not what was sealed"));
    }

    @Test
    void showsAMissingRow() {
        assertThat(after(
                        "alter table audit_seals drop constraint audit_seals_event_id_fkey",
                        "delete from audit_events where id = " + id(3)))
                .satisfies(found -> isBrokenAt(found, 3, "is gone, only its seal is left"));
    }

    @Test
    void showsAMissingRowWhoseSealIsMissingToo() {
        assertThat(after("delete from audit_seals where position = 3", "delete from audit_events where id = " + id(3)))
                .satisfies(found -> isBrokenAt(found, 3, "the rows at 3 to 3 of the chain are gone"));
    }

    @Test
    void showsAGapThatWasClosed() {
        assertThat(after(
                        "delete from audit_seals where position = 3",
                        "delete from audit_events where id = " + id(3),
                        "update audit_seals set position = 3 where position = 4",
                        "update audit_seals set position = 4 where position = 5"))
                .satisfies(found -> isBrokenAt(found, 3, "does not follow the row before it"));
    }

    @Test
    void showsTwoRowsThatChangedPlaces() {
        assertThat(after(
                        "update audit_seals set position = 9 where position = 2",
                        "update audit_seals set position = 2 where position = 3",
                        "update audit_seals set position = 3 where position = 9"))
                .satisfies(found -> isBrokenAt(found, 2, "does not follow the row before it"));
    }

    @Test
    void showsARowThatWasPutIn() {
        assertThat(after("""
                        insert into audit_events (at, actor, via, address, action, object_kind, object, detail)
                        values (now(), 'a', 'api', '', 'slice-changed', 'slice', 'demo_x', '')""")).satisfies(found -> {
            assertThat(found.sound()).isFalse();
            assertThat(found.fault().message()).contains("has no seal and does not wait for one");
        });
    }

    @Test
    void showsAnEndThatWasCutOffOnlyAgainstANotedHead() {
        String[] cut = {
            "delete from audit_seals where position > 3", "delete from audit_events where id >= " + id(4),
        };
        assertThat(after(Optional.empty(), cut).sound()).isTrue();
        Verification found = after(Optional.of(noted), cut);
        isBrokenAt(found, 4, "noted with 5 rows and has 3: its end was cut off");
        assertThat(found.rows()).isEqualTo(3);
        assertThat(found.head()).isNotEqualTo(noted.head());
    }

    @Test
    void showsAChainThatWasWrittenAnewOnlyAgainstANotedHead() {
        String[] anew = {
            "update audit_events set actor = 'nobody' where id = " + id(5),
            "delete from audit_seals where position = 5",
            "insert into audit_unsealed values (" + id(5) + ")",
        };
        Runnable sealed = () -> assertThat(sealer.sealBatch()).isEqualTo(1);
        assertThat(after(Optional.empty(), sealed, anew).sound()).isTrue();
        assertThat(after(Optional.of(noted), sealed, anew))
                .satisfies(found -> isBrokenAt(found, 5, "the chain was written anew"));
    }

    private long id(int row) {
        return firstId + row - 1;
    }

    private Verification after(String... statements) {
        return after(Optional.empty(), statements);
    }

    private Verification after(Optional<Noted> head, String... statements) {
        return after(head, () -> {}, statements);
    }

    private Verification after(Optional<Noted> head, Runnable then, String... statements) {
        return transaction.execute(status -> {
            status.setRollbackOnly();
            for (String statement : statements) {
                tables.unguarded(statement);
            }
            then.run();
            return verifier.verify(head);
        });
    }

    private void isBrokenAt(Verification found, long position, String words) {
        assertThat(found.sound()).isFalse();
        assertThat(found.fault().position()).isEqualTo(position);
        assertThat(found.fault().message()).contains(words);
    }
}
