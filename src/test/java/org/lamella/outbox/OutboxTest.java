package org.lamella.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.lamella.database.DedicatedConnections;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Every commit is told, of this replica and of others; nothing else is. Another replica is another connection here. */
@ControlPlaneTest
class OutboxTest {
    @Autowired
    private Outbox outbox;

    @Autowired
    private OutboxRows rows;

    @Autowired
    private Changes changes;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private DedicatedConnections connections;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private SettableClock clock;

    @Test
    void tellsWhatThisReplicaCommits() {
        var told = waitFor("demo_a");
        transaction.executeWithoutResult(status -> outbox.append(Topic.SLICE, "demo_a"));
        assertThat(told).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void neverTellsWhatIsRolledBack() {
        var told = waitFor("demo_a");
        var after = waitFor("demo_b");
        transaction.executeWithoutResult(status -> {
            outbox.append(Topic.SLICE, "demo_a");
            status.setRollbackOnly();
        });
        transaction.executeWithoutResult(status -> outbox.append(Topic.SLICE, "demo_b"));
        assertThat(after).succeedsWithin(Duration.ofSeconds(30));
        assertThat(told).isNotDone();
    }

    @Test
    void tellsAtOnceWhatAnotherReplicaCommitsAndNotifies() throws SQLException {
        var told = waitFor("demo_a");
        try (Connection other = connections.open("another replica")) {
            append(other, "SLICE", "demo_a");
            execute(other, "notify lamella_outbox");
        }
        assertThat(told).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void tellsWithoutANotificationToo() throws SQLException {
        var told = waitFor("demo_a");
        try (Connection other = connections.open("another replica")) {
            append(other, "SLICE", "demo_a");
        }
        assertThat(told).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void tellsBothOfTwoThatCommitInTheOrderOppositeToTheirIds() throws SQLException {
        var first = waitFor("demo_first");
        var second = waitFor("demo_second");
        try (Connection early = connections.open("early");
                Connection late = connections.open("late")) {
            early.setAutoCommit(false);
            append(early, "SLICE", "demo_first");
            append(late, "SLICE", "demo_second");
            transaction.executeWithoutResult(status -> outbox.append(Topic.SLICE, "demo_here"));
            assertThat(first).isNotDone();
            early.commit();
            assertThat(first).succeedsWithin(Duration.ofSeconds(30));
            assertThat(second).succeedsWithin(Duration.ofSeconds(30));
        }
    }

    @Test
    void goesOnAfterATopicThatOnlyANewerReplicaKnows() throws SQLException {
        var told = waitFor("demo_a");
        try (Connection other = connections.open("a newer replica")) {
            append(other, "RESERVATION", "demo_a");
            append(other, "SLICE", "demo_a");
        }
        assertThat(told).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void goesOnWhenItsConnectionsAreCut() throws SQLException {
        jdbc.sql("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'lamella outbox'")
                .query()
                .listOfRows();
        var told = waitFor("demo_a");
        try (Connection other = connections.open("another replica")) {
            append(other, "SLICE", "demo_a");
        }
        assertThat(told).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void forgetsRowsAfterAnHour() {
        transaction.executeWithoutResult(status -> outbox.append(Topic.SLICE, "demo_old"));
        clock.advance(Outbox.KEPT);
        transaction.executeWithoutResult(status -> outbox.append(Topic.SLICE, "demo_new"));
        outbox.forgetOldRows();
        assertThat(keys()).contains("demo_old", "demo_new");
        clock.advance(Duration.ofSeconds(1));
        outbox.forgetOldRows();
        assertThat(keys()).contains("demo_new").doesNotContain("demo_old");
    }

    @Test
    void tellsAllListenersWhatOneOfThemFailsOn() {
        List<Change> heard = new CopyOnWriteArrayList<>();
        AtomicBoolean failed = new AtomicBoolean();
        OutboxListener failing = change -> {
            failed.set(true);
            throw new IllegalStateException("a listener that does what it must not");
        };
        OutboxTail tail = new OutboxTail(
                jdbc, rows, new OutboxLog(rows), connections, new Listeners(List.of(failing, heard::add)));
        tail.start();
        try {
            tail.committedHere(new Change(Topic.SLICE, "demo_a"));
            tail.committedHere(new Change(Topic.SLICE, "demo_b"));
            await().until(() -> heard.contains(new Change(Topic.SLICE, "demo_a"))
                    && heard.contains(new Change(Topic.SLICE, "demo_b")));
        } finally {
            tail.stop();
        }
        assertThat(failed).isTrue();
    }

    /** Completes when the change has been told after this call. */
    private CompletableFuture<Void> waitFor(String slice) {
        AtomicBoolean looked = new AtomicBoolean();
        var told = CompletableFuture.runAsync(
                () -> {
                    try {
                        changes.await(
                                new Change(Topic.SLICE, slice), Duration.ofSeconds(30), () -> looked.getAndSet(true));
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                },
                task -> Thread.startVirtualThread(task));
        await().until(looked::get);
        return told;
    }

    private List<String> keys() {
        return jdbc.sql("select key from outbox").query(String.class).list();
    }

    private static void append(Connection connection, String topic, String key) throws SQLException {
        execute(connection, "insert into outbox (topic, key, at) values ('%s', '%s', now())".formatted(topic, key));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
