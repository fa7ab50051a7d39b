package org.lamella.accounts.keys;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lamella.access.Caller;
import org.lamella.accounts.KeysChanged;
import org.lamella.audit.AuditTrail;
import org.lamella.audit.Difference;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.Page;
import org.lamella.web.listing.Field;
import org.lamella.web.listing.ListRequest;
import org.lamella.web.listing.Listing;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The keys of each account. */
@Component
public class SshKeys {
    private static final int MOST = 50;
    private static final Listing KEYS = Listing.of("ssh-keys", "ssh_keys k", Field.id("id", "k.id"))
            .with(
                    Field.name("type", "k.type").always(),
                    Field.text("fingerprint", "k.fingerprint").always(),
                    Field.text("comment", "k.comment").always(),
                    Field.time("createdAt", "k.created_at").always())
            .searchedBy("comment");

    private final BlockedKeys blocked;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final JdbcClient jdbc;
    private final Clock clock;

    SshKeys(BlockedKeys blocked, AuditTrail audit, ApplicationEventPublisher events, JdbcClient jdbc, Clock clock) {
        this.blocked = blocked;
        this.audit = audit;
        this.events = events;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The oldest first; nobody has more than fit on a page. */
    @Transactional(readOnly = true)
    public List<SshKeyView> of(long accountId) {
        return jdbc.sql("select * from ssh_keys where account_id = ? order by id")
                .param(accountId)
                .query(SshKeys::view)
                .list();
    }

    /** The same as a list of the API. */
    @Transactional(readOnly = true)
    Page<SshKeyView> list(long accountId, ListRequest request) {
        return KEYS.query(request)
                .where("k.account_id = :whose", Map.of("whose", accountId))
                .page(jdbc, "k.*", SshKeys::view);
    }

    /**
     * @param pasted what somebody typed; see {@link SshKey#parse}
     * @throws InvalidInput when it is no key that is taken here
     */
    @Transactional
    public SshKeyView add(String pasted, Caller caller) {
        SshKey.Parsed parsed = SshKey.parse(pasted);
        SshKey key = parsed.key().orElseThrow(() -> wrong(parsed.refusal().orElseThrow()));
        blocked.reasonOf(key.fingerprint()).ifPresent(reason -> {
            throw wrong("is blocked: " + reason);
        });
        if (of(caller.accountId()).size() >= MOST) {
            throw wrong("would be the one too many: an account has at most " + MOST);
        }
        long id = insert(key, caller);
        audit.record(
                "ssh-key-added", "account", caller.email(), "", Difference.made(facts(key.type(), key.fingerprint())));
        events.publishEvent(new KeysChanged(List.of(caller.accountId())));
        return find(id, caller).orElseThrow();
    }

    /** @throws NoSuchThing when the caller has no such key */
    @Transactional
    public void remove(long id, Caller caller) {
        SshKeyView key = find(id, caller).orElseThrow(() -> new NoSuchThing("ssh key", Long.toString(id)));
        jdbc.sql("delete from ssh_keys where id = ?").param(id).update();
        audit.record(
                "ssh-key-removed",
                "account",
                caller.email(),
                "",
                Difference.gone(facts(key.type(), key.fingerprint())));
        events.publishEvent(new KeysChanged(List.of(caller.accountId())));
    }

    private static Map<String, ?> facts(String type, String fingerprint) {
        return Map.of("type", type, "fingerprint", fingerprint);
    }

    private long insert(SshKey key, Caller caller) {
        try {
            return jdbc.sql("""
                            insert into ssh_keys (account_id, type, blob, fingerprint, comment, created_at)
                            values (?, ?, ?, ?, ?, ?) returning id""")
                    .params(
                            caller.accountId(),
                            key.type(),
                            Base64.getDecoder().decode(key.encoded()),
                            key.fingerprint(),
                            key.comment(),
                            clock.instant().atOffset(ZoneOffset.UTC))
                    .query(Long.class)
                    .single();
        } catch (DuplicateKeyException e) {
            throw new InvalidInput(List.of(FieldError.taken("key", "is among your keys already")));
        }
    }

    private Optional<SshKeyView> find(long id, Caller caller) {
        return jdbc.sql("select * from ssh_keys where id = ? and account_id = ?")
                .params(id, caller.accountId())
                .query(SshKeys::view)
                .optional();
    }

    private static InvalidInput wrong(String words) {
        return new InvalidInput(List.of(FieldError.invalid("key", words)));
    }

    private static SshKeyView view(ResultSet row, int number) throws SQLException {
        SshKey key = new SshKey(
                row.getString("type"),
                Base64.getEncoder().encodeToString(row.getBytes("blob")),
                row.getString("fingerprint"),
                row.getString("comment"));
        return new SshKeyView(
                row.getLong("id"),
                key.type(),
                key.fingerprint(),
                key.comment(),
                key.line(),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
