package org.lamella.web.whole;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.lamella.secrets.Secrets;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The answers of the last day to requests that may come again. To be used within the request's transaction. */
@Component
class RememberedAnswers {
    static final Duration KEPT = Duration.ofHours(24);
    /** Under the 30 s after which a silent connection is given up. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final JdbcClient jdbc;
    private final Secrets secrets;
    private final JsonMapper json;
    private final Clock clock;

    RememberedAnswers(JdbcClient jdbc, Secrets secrets, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.secrets = secrets;
        this.json = json;
        this.clock = clock;
    }

    /** How it stands with a request. */
    sealed interface Claim {
        /** It is new, and nobody else does it until this transaction has ended. */
        record Ours() implements Claim {}

        record Answered(Answer answer) implements Claim {}

        /** The key stands for another request. */
        record Reused() implements Claim {}

        /** Somebody else has been at it for longer than {@link #PATIENCE}. */
        record Busy() implements Claim {}
    }

    /** Waits for whoever does the same request now. */
    Claim claim(Asked asked) {
        byte[] hash = secrets.hash(asked.digest());
        try {
            if (insert(asked, hash)) {
                return new Claim.Ours();
            }
        } catch (DataAccessException e) {
            if (isLockTimeout(e)) {
                return new Claim.Busy();
            }
            throw e;
        }
        return jdbc.sql("select answer from idempotent_answers where account_id = ? and key = ? and request_hash = ?")
                .params(asked.accountId(), asked.key(), hash)
                .query(byte[].class)
                .optional()
                .<Claim>map(kept -> new Claim.Answered(json.readValue(secrets.open(kept), Answer.class)))
                .orElseGet(Claim.Reused::new);
    }

    void keep(Asked asked, Answer answer) {
        jdbc.sql("update idempotent_answers set answer = ? where account_id = ? and key = ?")
                .params(secrets.seal(json.writeValueAsBytes(answer)), asked.accountId(), asked.key())
                .update();
    }

    @Scheduled(fixedDelayString = "PT1H")
    void forgetOldAnswers() {
        jdbc.sql("delete from idempotent_answers where created_at < ?")
                .param(oldest())
                .update();
    }

    /** One that is too old counts as none, also before it has been deleted. */
    private boolean insert(Asked asked, byte[] hash) {
        jdbc.sql("set local lock_timeout = " + PATIENCE.toMillis()).update();
        int inserted = jdbc.sql("""
                        insert into idempotent_answers as known (account_id, key, request_hash, created_at)
                        values (?, ?, ?, ?)
                        on conflict (account_id, key) do update
                        set request_hash = excluded.request_hash, answer = null, created_at = excluded.created_at
                        where known.created_at < ?""")
                .params(asked.accountId(), asked.key(), hash, now(), oldest())
                .update();
        jdbc.sql("set local lock_timeout to default").update();
        return inserted == 1;
    }

    private static boolean isLockTimeout(DataAccessException failure) {
        return NestedExceptionUtils.getMostSpecificCause(failure) instanceof SQLException cause
                && LOCK_NOT_AVAILABLE.equals(cause.getSQLState());
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private OffsetDateTime oldest() {
        return now().minus(KEPT);
    }
}
