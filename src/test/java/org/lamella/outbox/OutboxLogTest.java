package org.lamella.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lamella.database.DedicatedConnections;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Whoever reads on behind a position hears each change once and misses none, be it from memory or from the table. */
@ControlPlaneTest
class OutboxLogTest {
    @Autowired
    private Outbox outbox;

    @Autowired
    private OutboxLog log;

    @Autowired
    private OutboxRows rows;

    @Autowired
    private DedicatedConnections connections;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private SettableClock clock;

    @Test
    void tellsEachChangeOnceAndInOneOrder() {
        Position start = log.now();
        append("a", "b", "a");
        await().until(() -> keysBehind(log, start, 100).equals(List.of("a", "b", "a")));
        assertThat(keysBehind(log, start, 1)).containsExactly("a", "b", "a");
        assertThat(keysBehind(new OutboxLog(rows), start, 2)).containsExactly("a", "b", "a");
    }

    @Test
    void waitsForWhatCommitsBehindItsTurn() throws SQLException {
        Position start = log.now();
        try (Connection early = connections.open("early")) {
            early.setAutoCommit(false);
            insert(early, "early");
            append("late");
            assertThat(keysBehind(new OutboxLog(rows), start, 100)).isEmpty();
            early.commit();
        }
        await().until(() -> keysBehind(log, start, 100).equals(List.of("early", "late")));
        assertThat(keysBehind(new OutboxLog(rows), start, 100)).containsExactly("early", "late");
    }

    @Test
    void wakesWhoWaits() throws InterruptedException {
        Position start = log.now();
        assertThat(log.await(start, Duration.ofMillis(10))).isFalse();
        Thread.startVirtualThread(() -> append("a"));
        assertThat(log.await(start, Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void remembersAsManyAsItCanAndReadsTheRestFromTheTable() {
        Position start = log.now();
        append(IntStream.range(0, 6_000).mapToObj(Integer::toString).toArray(String[]::new));
        await().untilAsserted(() -> assertThat(keysBehind(log, start, 1_000))
                .hasSize(6_000)
                .startsWith("0", "1")
                .endsWith("5999"));
    }

    @Test
    void saysWhenSomethingIsMissingAndOnlyThen() {
        Position start = log.now();
        append("old");
        clock.advance(Outbox.KEPT.plusSeconds(1));
        Position between = log.now();
        append("new");
        outbox.forgetOldRows();
        OutboxLog other = new OutboxLog(rows);
        assertThat(other.keeps(start)).isFalse();
        assertThat(other.after(start, 100)).isEmpty();
        assertThat(other.keeps(between)).isTrue();
        await().until(() -> keysBehind(other, between, 100).equals(List.of("new")));
        assertThat(other.keeps(log.now())).isTrue();
    }

    @Test
    void keepsNothingOfAnotherDatabase() {
        assertThat(log.keeps(new Position(Long.MAX_VALUE, 1))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.", ".1", "1.2.3", "-1.2", "a.b", "1.2 ", "9999999999999999999.1"})
    void takesNothingForAPositionThatIsNone(String text) {
        assertThat(Position.parse(text)).isEmpty();
    }

    @Test
    void readsWhatItWrites() {
        Position position = new Position(12, 345);
        assertThat(Position.parse(position.text())).contains(position);
    }

    private static List<String> keysBehind(OutboxLog log, Position start, int batch) {
        List<String> keys = new ArrayList<>();
        Position position = start;
        Announcements read;
        do {
            read = log.after(position, batch).orElseThrow();
            read.all().forEach(announcement -> keys.add(announcement.change().key()));
            position = read.upTo();
        } while (!read.all().isEmpty());
        return keys;
    }

    private void append(String... keys) {
        transaction.executeWithoutResult(status -> {
            for (String key : keys) {
                outbox.append(Topic.SLICE, key);
            }
        });
    }

    private static void insert(Connection connection, String key) throws SQLException {
        try (var statement =
                connection.prepareStatement("insert into outbox (topic, key, at) values ('SLICE', ?, now())")) {
            statement.setString(1, key);
            statement.execute();
        }
    }
}
