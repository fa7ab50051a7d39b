package org.lamella.accounts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.lamella.audit.AuditTrail;
import org.lamella.secrets.Secrets;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** One-time codes for signing in on the web: each works once, for ten minutes. */
@Component
class SignInLinks {
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final int CODE_BYTES = 32;

    private final JdbcClient jdbc;
    private final Accounts accounts;
    private final AuditTrail audit;
    private final Secrets secrets;
    private final Clock clock;

    /** A code and when it stops to work. */
    record Code(String text, Instant expiresAt) {}

    SignInLinks(JdbcClient jdbc, Accounts accounts, AuditTrail audit, Secrets secrets, Clock clock) {
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.audit = audit;
        this.secrets = secrets;
        this.clock = clock;
    }

    @Transactional
    Code issue(long accountId, String email) {
        String text = secrets.randomText(CODE_BYTES);
        Instant expiresAt = clock.instant().plus(LIFETIME);
        jdbc.sql("insert into sign_in_links (hash, account_id, expires_at) values (?, ?, ?)")
                .params(secrets.hash(text), accountId, expiresAt.atOffset(ZoneOffset.UTC))
                .update();
        audit.record("sign-in-link-issued", "account", email, "valid until " + expiresAt);
        return new Code(text, expiresAt);
    }

    /** Uses the code up. Empty when it is unknown, used or expired; which of them is nobody's business. */
    @Transactional
    Optional<SignedIn> redeem(String code) {
        return jdbc.sql("delete from sign_in_links where hash = ? and expires_at > ? returning account_id")
                .params(secrets.hash(code), clock.instant().atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .optional()
                .flatMap(accounts::findById)
                .filter(Account::enabled)
                .map(Account::signedIn);
    }

    @Scheduled(fixedDelayString = "PT10M")
    void forgetExpired() {
        jdbc.sql("delete from sign_in_links where expires_at <= ?")
                .param(clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }
}
