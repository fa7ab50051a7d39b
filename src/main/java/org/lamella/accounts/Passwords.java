package org.lamella.accounts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lamella.access.Caller;
import org.lamella.accounts.passwords.PasswordHashes;
import org.lamella.accounts.passwords.PasswordRules;
import org.lamella.accounts.throttle.Budget;
import org.lamella.accounts.throttle.ClientNetwork;
import org.lamella.accounts.throttle.Throttle;
import org.lamella.audit.Actor;
import org.lamella.audit.AuditTrail;
import org.lamella.secrets.Secrets;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.PublicUrl;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Changing a password that is known, and setting one that is not. Hashing is slow on purpose and happens outside transactions. */
@Component
class Passwords {
    static final Duration LINK_LIFETIME = Duration.ofHours(1);

    private static final int CODE_BYTES = 32;

    private final Accounts accounts;
    private final Sessions sessions;
    private final PasswordRules rules;
    private final PasswordHashes hashes;
    private final Throttle throttle;
    private final Secrets secrets;
    private final AccountMails mails;
    private final AuditTrail audit;
    private final Afterwards afterwards;
    private final PublicUrl publicUrl;
    private final TransactionTemplate transaction;
    private final JdbcClient jdbc;
    private final Clock clock;

    Passwords(
            Accounts accounts,
            Sessions sessions,
            PasswordRules rules,
            PasswordHashes hashes,
            Throttle throttle,
            Secrets secrets,
            AccountMails mails,
            AuditTrail audit,
            Afterwards afterwards,
            PublicUrl publicUrl,
            TransactionTemplate transaction,
            JdbcClient jdbc,
            Clock clock) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.rules = rules;
        this.hashes = hashes;
        this.throttle = throttle;
        this.secrets = secrets;
        this.mails = mails;
        this.audit = audit;
        this.afterwards = afterwards;
        this.publicUrl = publicUrl;
        this.transaction = transaction;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Changes the caller's own password and ends their other sessions.
     *
     * @param currentSession stays; empty when the request is none of a session
     * @throws InvalidInput when the old one is wrong, or the new one breaks a rule
     */
    void change(Caller caller, String old, String wanted, String currentSession) {
        Account account = accounts.findById(caller.accountId()).orElseThrow();
        throttle.admit(Budget.SIGN_IN_FROM_ADDRESS_TO_ACCOUNT, "change " + account.email());
        List<FieldError> errors = new ArrayList<>();
        if (account.passwordHash().isEmpty()) {
            errors.add(FieldError.invalid("old", "there is none yet: have a link mailed that sets one"));
        } else if (!hashes.matches(old, account.passwordHash())) {
            errors.add(FieldError.invalid("old", "is not your password"));
        }
        objection(account, wanted).ifPresent(errors::add);
        InvalidInput.throwIfAny(errors);
        throttle.succeeded(Budget.SIGN_IN_FROM_ADDRESS_TO_ACCOUNT, "change " + account.email());
        String hash = hashes.hash(wanted);
        transaction.executeWithoutResult(status -> {
            set(account.id(), hash);
            sessions.endOthers(account.id(), currentSession);
            audit.record("password-changed", "account", account.email(), "its other sessions were ended");
        });
    }

    /** Mails a link if the address has an enabled account. Nobody is told whether it has. */
    void askForReset(String typedEmail, String address) {
        String email = EmailAddress.normal(typedEmail);
        throttle.admit(Budget.MAIL_FROM_ADDRESS, ClientNetwork.of(address));
        throttle.admit(Budget.MAIL_TO_PERSON, email);
        afterwards.run(
                "password reset",
                () -> accounts.findByEmail(email)
                        .filter(Account::enabled)
                        .ifPresent(account -> mailLink(account, address)));
    }

    /**
     * Uses a mailed link up and sets the password; all sessions of the account end.
     *
     * @throws InvalidInput when the password breaks a rule, and the link stays good; or when the link is unknown, used or expired
     */
    void reset(String code, String wanted) {
        byte[] link = secrets.hash(code);
        Account account = jdbc.sql("select account_id from password_resets where hash = ? and expires_at > ?")
                .params(link, clock.instant().atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .optional()
                .flatMap(accounts::findById)
                .filter(Account::enabled)
                .orElseThrow(Passwords::badLink);
        objection(account, wanted).ifPresent(wrong -> {
            throw new InvalidInput(List.of(wrong));
        });
        String hash = hashes.hash(wanted);
        transaction.executeWithoutResult(status -> redeem(link, account, hash));
    }

    @Scheduled(fixedDelayString = "PT10M")
    void forgetExpired() {
        jdbc.sql("delete from password_resets where expires_at <= ?")
                .param(clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private void mailLink(Account account, String address) {
        String code = secrets.randomText(CODE_BYTES);
        Instant expiresAt = clock.instant().plus(LINK_LIFETIME);
        jdbc.sql("insert into password_resets (hash, account_id, expires_at) values (?, ?, ?)")
                .params(secrets.hash(code), account.id(), expiresAt.atOffset(ZoneOffset.UTC))
                .update();
        Actor actor = new Actor("stranger", Actor.Via.WEB, address);
        audit.record(actor, "password-reset-asked", "account", account.email(), "valid until " + expiresAt);
        mails.send(AccountMail.reset(account.email(), publicUrl.of("/reset/password?code=" + code)));
    }

    /** Of two at once one deletes the link; all other links of the account go with it. */
    private void redeem(byte[] link, Account account, String hash) {
        if (jdbc.sql("delete from password_resets where hash = ?").param(link).update() == 0) {
            throw badLink();
        }
        jdbc.sql("delete from password_resets where account_id = ?")
                .param(account.id())
                .update();
        set(account.id(), hash);
        sessions.endAll(account.id());
        audit.record(
                Actor.SYSTEM, "password-reset", "account", account.email(), "by a mailed link; all sessions ended");
    }

    private void set(long accountId, String hash) {
        Account account = accounts.lockById(accountId).orElseThrow();
        account.setPasswordHash(hash);
        account.verify(clock.instant());
        mails.send(AccountMail.passwordChanged(account.email(), publicUrl.of("/reset")));
    }

    private Optional<FieldError> objection(Account account, String wanted) {
        return rules.objection(wanted, List.of(account.email(), account.name()))
                .map(words -> FieldError.invalid("password", words));
    }

    private static InvalidInput badLink() {
        return new InvalidInput(List.of(FieldError.invalid(
                "code", "is not valid: it was used, it is older than an hour, or it was never given out")));
    }
}
