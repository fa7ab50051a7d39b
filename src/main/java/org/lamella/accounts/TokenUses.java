package org.lamella.accounts;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * When tokens were last used. A request only notes it in memory; once a minute what was noted is written down, so no request
 * waits for it, and no token costs more than one write a minute and replica.
 */
@Component
class TokenUses {
    private final Map<Long, Instant> noted = new ConcurrentHashMap<>();
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    TokenUses(JdbcClient jdbc, TransactionTemplate transaction, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    void note(long tokenId) {
        noted.put(tokenId, clock.instant());
    }

    @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
    @EventListener(ContextClosedEvent.class)
    void write() {
        Map<Long, Instant> now = new HashMap<>(noted);
        // Taken out only as it was read: a use that came meanwhile stays for the next time.
        now.forEach(noted::remove);
        transaction.executeWithoutResult(status -> now.forEach(
                (id, at) -> jdbc.sql("update api_tokens set last_used_at = greatest(last_used_at, :at) where id = :id")
                        .param("at", at.atOffset(ZoneOffset.UTC))
                        .param("id", id)
                        .update()));
    }
}
