package org.lamella.mail;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.lamella.outbox.Outbox;
import org.lamella.outbox.Topic;
import org.lamella.web.PublicUrl;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Where a transaction leaves the mails that tell of what it changes: they go if it commits, soon after. */
@Component
public class Mails {
    private final JdbcClient jdbc;
    private final SmtpServer server;
    private final PublicUrl publicUrl;
    private final Outbox outbox;
    private final Clock clock;

    Mails(JdbcClient jdbc, SmtpServer server, PublicUrl publicUrl, Outbox outbox, Clock clock) {
        this.jdbc = jdbc;
        this.server = server;
        this.publicUrl = publicUrl;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Queues a mail; without a mail server it is kept, for admins to read. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void send(Mail mail) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        MailState state = server.isThere() ? MailState.WAITING : MailState.KEPT;
        long id = jdbc.sql("""
                        insert into mails (recipient, subject, body, kind, state, created_at, next_attempt, ended_at)
                        values (:to, :subject, :body, :kind, :state, :now, :now, case when :state = 'KEPT' then :now end)
                        returning id""")
                .param("to", mail.to())
                .param("subject", mail.subject())
                .param("body", MailText.of(mail, publicUrl.of("")))
                .param("kind", mail.kind().name())
                .param("state", state.name())
                .param("now", now)
                .query(Long.class)
                .single();
        outbox.append(Topic.MAIL, Long.toString(id));
    }
}
