package org.lamella.accounts.throttle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.lamella.secrets.Secrets;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Counts attempts in the database, for all replicas together.
 *
 * <p>An attempt is counted before it is known how it ends, in a transaction of its own: a hundred at once are a hundred, and
 * none is forgotten because what it was for is rolled back.
 */
@Component
public class Throttle {
    /** After so long without an attempt all is forgotten; longer than the longest wait. */
    private static final Duration MEMORY = Duration.ofHours(2);

    /** How long an address stays known after a sign-in from it. */
    private static final Duration TRUST = Duration.ofDays(30);

    private final JdbcClient jdbc;
    private final Secrets secrets;
    private final Clock clock;

    Throttle(JdbcClient jdbc, Secrets secrets, Clock clock) {
        this.jdbc = jdbc;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * Counts an attempt.
     *
     * @throws TooManyAttempts when it comes too early; it is not counted then, so waiting is always enough
     */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void admit(Budget budget, String subject) {
        byte[] key = key(budget, subject);
        Instant now = clock.instant();
        int counted = jdbc.sql("""
                        insert into throttle as t (key, attempts, last_at, free_at) values (:key, 1, :now, :now)
                        on conflict (key) do update set
                          attempts = case when t.last_at < :forgotten then 1 else t.attempts + 1 end,
                          last_at = :now,
                          free_at = :now + make_interval(secs => case
                            when t.last_at < :forgotten or t.attempts < :free then 0
                            else least(:longest, power(2, least(t.attempts - :free, 20))) end)
                        where t.free_at <= :now""")
                .param("key", key)
                .param("now", at(now))
                .param("forgotten", at(now.minus(MEMORY)))
                .param("free", budget.free())
                .param("longest", (double) budget.longest().toSeconds())
                .update();
        if (counted == 0) {
            throw new TooManyAttempts(Duration.between(now, freeAt(key)));
        }
    }

    /** The attempt was a good one: those before it are forgiven, and its subject is known for a while. */
    @Transactional
    public void succeeded(Budget budget, String subject) {
        jdbc.sql("update throttle set attempts = 0, free_at = :now, trusted_at = :now where key = :key")
                .param("now", at(clock.instant()))
                .param("key", key(budget, subject))
                .update();
    }

    @Transactional(readOnly = true)
    public boolean isKnown(Budget budget, String subject) {
        return jdbc.sql("select exists (select 1 from throttle where key = ? and trusted_at > ?)")
                .params(key(budget, subject), at(clock.instant().minus(TRUST)))
                .query(Boolean.class)
                .single();
    }

    @Scheduled(fixedDelayString = "PT10M")
    void forget() {
        Instant now = clock.instant();
        jdbc.sql("delete from throttle where last_at < ? and (trusted_at is null or trusted_at < ?)")
                .params(at(now.minus(MEMORY)), at(now.minus(TRUST)))
                .update();
    }

    private Instant freeAt(byte[] key) {
        return jdbc.sql("select free_at from throttle where key = ?")
                .param(key)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    private byte[] key(Budget budget, String subject) {
        return secrets.hash("throttle " + budget + " " + subject);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
