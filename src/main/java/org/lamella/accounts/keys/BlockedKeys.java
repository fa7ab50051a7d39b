package org.lamella.accounts.keys;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.lamella.access.Caller;
import org.lamella.accounts.KeysChanged;
import org.lamella.audit.AuditTrail;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.Page;
import org.lamella.web.listing.Field;
import org.lamella.web.listing.ListRequest;
import org.lamella.web.listing.Listing;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Keys that nobody may use, by fingerprint. */
@Component
public class BlockedKeys {
    private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");
    private static final int LONGEST_REASON = 500;
    private static final String COLUMNS = "b.fingerprint, b.reason, b.blocked_at";
    private static final Listing BLOCKED = Listing.of(
                    "blocked-ssh-keys", "blocked_ssh_keys b", Field.text("fingerprint", "b.fingerprint"))
            .with(
                    Field.text("reason", "b.reason").always(),
                    Field.time("blockedAt", "b.blocked_at").always());

    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final JdbcClient jdbc;
    private final Clock clock;

    /** One of them. */
    public record Blocked(String fingerprint, String reason, Instant blockedAt) {}

    private record Owner(long id, String email) {}

    BlockedKeys(AuditTrail audit, ApplicationEventPublisher events, JdbcClient jdbc, Clock clock) {
        this.audit = audit;
        this.events = events;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @throws InvalidInput with everything that is wrong with the request */
    @Transactional(readOnly = true)
    public Page<Blocked> list(ListRequest request) {
        return BLOCKED.query(request).page(jdbc, COLUMNS, BlockedKeys::blocked);
    }

    /** The first of them, for a page. */
    @Transactional(readOnly = true)
    public List<Blocked> list(int limit) {
        return jdbc.sql("select " + COLUMNS + " from blocked_ssh_keys b order by b.fingerprint limit ?")
                .param(limit)
                .query(BlockedKeys::blocked)
                .list();
    }

    private static Blocked blocked(ResultSet row, int number) throws SQLException {
        return new Blocked(
                row.getString("fingerprint"),
                row.getString("reason"),
                row.getObject("blocked_at", OffsetDateTime.class).toInstant());
    }

    /**
     * Refuses the key from now on, and takes it from all who have it.
     *
     * @param keyOrFingerprint a public key, or {@code SHA256:…}
     */
    @Transactional
    public Blocked block(String keyOrFingerprint, String reason, Caller caller) {
        caller.requireAdmin("block a key");
        String fingerprint = fingerprint(keyOrFingerprint, reason);
        // Those who add it at this moment wait, or were here before and are found below.
        jdbc.sql("lock table ssh_keys in share row exclusive mode").update();
        Instant now = clock.instant();
        jdbc.sql("""
                        insert into blocked_ssh_keys (fingerprint, reason, blocked_at) values (?, ?, ?)
                        on conflict (fingerprint) do update set reason = excluded.reason""")
                .params(fingerprint, reason.strip(), now.atOffset(ZoneOffset.UTC))
                .update();
        List<Owner> owners = jdbc.sql("""
                        delete from ssh_keys k using accounts a
                        where a.id = k.account_id and k.fingerprint = ? returning a.id, a.email""").param(fingerprint).query(Owner.class).list();
        audit.record("ssh-key-blocked", "ssh-key", fingerprint, reason.strip() + "; taken from " + owners.size());
        events.publishEvent(new KeyBlocked(
                fingerprint, reason.strip(), owners.stream().map(Owner::email).toList()));
        events.publishEvent(new KeysChanged(owners.stream().map(Owner::id).toList()));
        return new Blocked(fingerprint, reason.strip(), now);
    }

    /** @throws NoSuchThing when it is not blocked */
    @Transactional
    public void unblock(String fingerprint, Caller caller) {
        caller.requireAdmin("unblock a key");
        if (jdbc.sql("delete from blocked_ssh_keys where fingerprint = ?")
                        .param(fingerprint)
                        .update()
                == 0) {
            throw new NoSuchThing("blocked key", fingerprint);
        }
        audit.record("ssh-key-unblocked", "ssh-key", fingerprint, "");
    }

    Optional<String> reasonOf(String fingerprint) {
        return jdbc.sql("select reason from blocked_ssh_keys where fingerprint = ?")
                .param(fingerprint)
                .query(String.class)
                .optional();
    }

    private static String fingerprint(String keyOrFingerprint, String reason) {
        List<FieldError> errors = new ArrayList<>();
        if (reason.isBlank() || reason.strip().length() > LONGEST_REASON) {
            errors.add(FieldError.invalid("reason", "is needed, with at most " + LONGEST_REASON + " characters"));
        }
        String text = keyOrFingerprint.strip();
        // A key that is too weak to be taken must be blocked by its fingerprint: it is refused in any case.
        Optional<String> fingerprint = FINGERPRINT.matcher(text).matches()
                ? Optional.of(text)
                : SshKey.parse(text).key().map(SshKey::fingerprint);
        if (fingerprint.isEmpty()) {
            errors.add(FieldError.invalid("key", "must be a public key, or a fingerprint as ssh-keygen -l shows it"));
        }
        InvalidInput.throwIfAny(errors);
        return fingerprint.orElseThrow();
    }
}
