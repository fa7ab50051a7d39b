package org.lamella.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Where a transaction writes down what it changes, so that the change and its announcement commit together. */
@Component
public class Outbox {
    /** How long rows are kept. A replica whose tail is further behind starts anew from the current state. */
    static final Duration KEPT = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final OutboxRows rows;
    private final OutboxTail tail;
    private final Clock clock;

    Outbox(JdbcClient jdbc, OutboxRows rows, OutboxTail tail, Clock clock) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.tail = tail;
        this.clock = clock;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void append(Topic topic, String key) {
        jdbc.sql("insert into outbox (topic, key, at) values (?, ?, ?)")
                .params(topic.name(), key, clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                tail.committedHere(new Change(topic, key));
            }
        });
    }

    /** One row for each key, in one statement. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void append(Topic topic, Collection<String> keys) {
        if (keys.isEmpty()) {
            return;
        }
        jdbc.sql(
                        "insert into outbox (topic, key, at) select ?, key, ? from unnest(cast(? as text[])) as all_keys (key)")
                .params(topic.name(), clock.instant().atOffset(ZoneOffset.UTC), keys.toArray(String[]::new))
                .update();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                keys.forEach(key -> tail.committedHere(new Change(topic, key)));
            }
        });
    }

    @Scheduled(fixedDelayString = "PT10M")
    void forgetOldRows() {
        rows.forget(clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC));
    }
}
