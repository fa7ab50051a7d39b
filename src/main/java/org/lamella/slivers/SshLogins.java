package org.lamella.slivers;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.lamella.audit.Actor;
import org.lamella.audit.AuditTrail;
import org.lamella.outbox.Outbox;
import org.lamella.outbox.Topic;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who was in which sliver by ssh. Nodes tell it until they hear that it is stored, so the same is told more than once. */
@Component
public class SshLogins {
    private static final Duration KEPT = Duration.ofDays(90);

    private final AuditTrail audit;
    private final Outbox outbox;
    private final JdbcClient jdbc;
    private final Clock clock;

    SshLogins(AuditTrail audit, Outbox outbox, JdbcClient jdbc, Clock clock) {
        this.audit = audit;
        this.outbox = outbox;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Stores what is news of it. Nobody changes what another node has told. */
    @Transactional
    public void told(List<SshLogin> logins) {
        logins.forEach(this::told);
    }

    private void told(SshLogin login) {
        Optional<Boolean> fresh = jdbc.sql("""
                        insert into ssh_logins (id, node, slice, account, fingerprint, from_address, began_at, ended_at)
                        values (:id, :node, :slice, :account, :fingerprint, :from, :began, cast(:ended as timestamptz))
                        on conflict (id) do update set ended_at = excluded.ended_at
                        where ssh_logins.node = excluded.node and ssh_logins.ended_at is null
                          and excluded.ended_at is not null
                        returning xmax = 0""")
                .param("id", login.id())
                .param("node", login.node())
                .param("slice", login.slice())
                .param("account", login.account())
                .param("fingerprint", login.fingerprint())
                .param("from", login.from())
                .param("began", login.beganAt().atOffset(ZoneOffset.UTC))
                .param("ended", offset(login.endedAt()))
                .query(Boolean.class)
                .optional();
        if (fresh.isEmpty()) {
            return;
        }
        String who =
                login.account() + " on " + login.node() + " from " + login.from() + " by key " + login.fingerprint();
        if (fresh.get()) {
            audit.record(Actor.node(login.node()), "ssh-login", "slice", login.slice(), who);
        }
        if (login.endedAt() != null) {
            long seconds = Duration.between(login.beganAt(), login.endedAt()).toSeconds();
            audit.record(
                    Actor.node(login.node()), "ssh-logout", "slice", login.slice(), who + ", after " + seconds + " s");
        }
        outbox.append(Topic.SLICE, login.slice());
    }

    private static @Nullable OffsetDateTime offset(@Nullable Instant moment) {
        return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
    }

    /** The newest of a slice. */
    @Transactional(readOnly = true)
    List<SshLogin> of(String slice, int most) {
        return jdbc.sql("select * from ssh_logins where slice = ? order by began_at desc, id limit ?")
                .params(slice, most)
                .query(SshLogins::login)
                .list();
    }

    @Scheduled(fixedDelayString = "PT6H")
    @Transactional
    void forgetOld() {
        jdbc.sql("delete from ssh_logins where began_at < ?")
                .param(clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC))
                .update();
    }

    private static SshLogin login(ResultSet row, int number) throws SQLException {
        OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        return new SshLogin(
                row.getObject("id", UUID.class),
                row.getString("node"),
                row.getString("slice"),
                row.getString("account"),
                row.getString("fingerprint"),
                row.getString("from_address"),
                row.getObject("began_at", OffsetDateTime.class).toInstant(),
                ended == null ? null : ended.toInstant());
    }
}
