package org.lamella.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.database.DedicatedConnections;
import org.lamella.testing.ControlPlaneTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Rows are chained after commit, each once, whatever the order in which their changes end. */
@ControlPlaneTest
class SealedChainTest {
    @Autowired
    private AuditTrail audit;

    @Autowired
    private Sealer sealer;

    @Autowired
    private AuditVerifier verifier;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private DedicatedConnections connections;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void emptyAsBeforeAnyChange() {
        new AuditTables(jdbc, transaction).empty();
    }

    @Test
    void isSoundWithoutARow() {
        Verification verification = verifier.verify(Optional.empty());
        assertThat(verification.sound()).isTrue();
        assertThat(verification.rows()).isZero();
    }

    @Test
    void isSealedByItselfSoonAfterTheChange() {
        record("demo_a");
        record("demo_b");
        await().until(() -> verified().rows() == 2);
        assertThat(verified().sound()).isTrue();
        assertThat(verified().unsealed().rows()).isZero();
    }

    @Test
    void saysWhichRowsNoSealCoversYet() {
        transaction.executeWithoutResult(status -> {
            // Rows of a transaction that has not ended are sealed by nobody else.
            audit.record("slice-changed", "slice", "demo_a", "");
            Verification verification = verified();
            assertThat(verification.sound()).isTrue();
            assertThat(verification.rows()).isZero();
            assertThat(verification.unsealed().rows()).isEqualTo(1);
            assertThat(verification.unsealed().since()).isNotNull();
            status.setRollbackOnly();
        });
    }

    @Test
    void sealsARowThatCommitsAfterHigherOnes() throws SQLException {
        try (Connection late = connections.open("a change that takes long")) {
            late.setAutoCommit(false);
            insert(late, "demo_late");
            record("demo_soon");
            await().until(() -> verified().rows() == 1);
            late.commit();
        }
        await().until(() -> verified().rows() == 2);
        assertThat(verified().sound()).isTrue();
        assertThat(sealedObjects()).containsExactly("demo_soon", "demo_late");
    }

    @Test
    void sealsEachRowOnceWhenManyWriteAndManySeal() throws Exception {
        List<Callable<Void>> writers = IntStream.range(0, 12)
                .<Callable<Void>>mapToObj(writer -> () -> {
                    for (int round = 0; round < 10; round++) {
                        transaction.executeWithoutResult(status -> IntStream.range(0, 9)
                                .forEach(row -> audit.record("slice-changed", "slice", "demo_" + writer, "")));
                        sealer.sealWhatIsCommitted();
                    }
                    return null;
                })
                .toList();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : executor.invokeAll(writers)) {
                done.get();
            }
        }
        await().until(() -> verified().rows() == 12 * 10 * 9);
        assertThat(verified().sound()).isTrue();
        assertThat(verified().unsealed().rows()).isZero();
    }

    private Verification verified() {
        return verifier.verify(Optional.empty());
    }

    private void record(String slice) {
        transaction.executeWithoutResult(status -> audit.record("slice-changed", "slice", slice, ""));
    }

    private List<String> sealedObjects() {
        return jdbc.sql(
                        "select e.object from audit_seals s join audit_events e on e.id = s.event_id order by s.position")
                .query(String.class)
                .list();
    }

    private static void insert(Connection connection, String slice) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("""
                    with event as (
                      insert into audit_events (at, actor, via, address, action, object_kind, object, detail)
                      values (now(), 'system', 'system', '', 'slice-changed', 'slice', '%s', '') returning id)
                    insert into audit_unsealed select id from event""".formatted(slice));
        }
    }
}
