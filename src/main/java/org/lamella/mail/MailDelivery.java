package org.lamella.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.lamella.outbox.Outbox;
import org.lamella.outbox.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings queued mails to the mail server; every replica may.
 *
 * <p>A mail is held by its row's lock while it is sent: no other replica takes it meanwhile, and when this one dies, the
 * lock is gone and the mail waits as before. If it dies after the server has taken the mail and before the commit, the
 * mail goes twice, with the same Message-ID; the other way round it could be lost.
 */
@Component
class MailDelivery {
    static final int BATCH = 50;
    /** How long the list of what became of mails goes back. */
    static final Duration REMEMBERED = Duration.ofDays(30);

    private static final Logger log = LoggerFactory.getLogger(MailDelivery.class);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final SmtpServer server;
    private final MailSettings settings;
    private final Outbox outbox;
    private final Clock clock;

    MailDelivery(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            SmtpServer server,
            MailSettings settings,
            Outbox outbox,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.server = server;
        this.settings = settings;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Delivers what is due, a batch at most. A server that is not there ends the round: the other mails would only find
     * the same.
     */
    @Scheduled(fixedDelayString = "PT2S")
    void deliverDueMails() {
        server.sender().ifPresent(sender -> {
            try {
                int tried = 0;
                Optional<Outcome.Kind> outcome;
                do {
                    outcome = transaction.execute(status -> deliverNext(sender));
                } while (++tried < BATCH
                        && outcome.filter(kind -> kind != Outcome.Kind.NO_SERVER)
                                .isPresent());
            } catch (DataAccessException | TransactionException e) {
                log.warn("the queue of mails cannot be read now, going on in two seconds: {}", e.getMessage());
            }
        });
    }

    /** Empty when none is due that nobody else is sending. */
    private Optional<Outcome.Kind> deliverNext(JavaMailSender sender) {
        Optional<QueuedMail> next = jdbc.sql("""
                        select id, message_id, recipient, subject, body, created_at, attempts from mails
                        where state = 'WAITING' and next_attempt <= ?
                        order by next_attempt limit 1 for update skip locked""")
                .param(clock.instant().atOffset(ZoneOffset.UTC))
                .query(QueuedMail::of)
                .optional();
        return next.map(mail -> {
            Outcome outcome = deliver(mail, sender);
            note(mail, outcome);
            outbox.append(Topic.MAIL, Long.toString(mail.id()));
            return outcome.kind();
        });
    }

    private Outcome deliver(QueuedMail mail, JavaMailSender sender) {
        try {
            MimeMessage message = sender.createMimeMessage();
            mail.fill(message, settings);
            sender.send(message);
            return Outcome.DELIVERED;
        } catch (MailException e) {
            return Outcome.of(e);
        } catch (MessagingException e) {
            return new Outcome(Outcome.Kind.REFUSED, "no message could be made of it: " + e.getMessage());
        }
    }

    private void note(QueuedMail mail, Outcome outcome) {
        switch (outcome.kind()) {
            case DELIVERED -> end(mail, MailState.DELIVERED, "");
            case REFUSED -> end(mail, MailState.REFUSED, outcome.reason());
            case NOT_NOW, NO_SERVER -> tryAgain(mail, outcome.reason());
        }
    }

    private void tryAgain(QueuedMail mail, String reason) {
        int failures = mail.attempts() + 1;
        Instant next = clock.instant().plus(RetryTimes.after(failures, ThreadLocalRandom.current()));
        if (next.isAfter(mail.createdAt().plus(RetryTimes.PATIENCE))) {
            end(mail, MailState.GIVEN_UP, reason);
            return;
        }
        log.warn("mail {} cannot be delivered now, tried {} times: {}", mail.id(), failures, reason);
        jdbc.sql("update mails set attempts = ?, next_attempt = ?, reason = ? where id = ?")
                .params(failures, next.atOffset(ZoneOffset.UTC), reason, mail.id())
                .update();
    }

    private void end(QueuedMail mail, MailState state, String reason) {
        if (state != MailState.DELIVERED) {
            log.error("mail {} is {} after {} tries: {}", mail.id(), state, mail.attempts() + 1, reason);
        }
        jdbc.sql("""
                        update mails set state = ?, attempts = ?, ended_at = ?, reason = ?,
                          body = case when ? then body else '' end
                        where id = ?""")
                .params(
                        state.name(),
                        mail.attempts() + 1,
                        clock.instant().atOffset(ZoneOffset.UTC),
                        reason,
                        settings.keep(),
                        mail.id())
                .update();
    }

    @Scheduled(fixedDelayString = "PT1H")
    void forgetOldMails() {
        jdbc.sql("delete from mails where ended_at < ?")
                .param(clock.instant().minus(REMEMBERED).atOffset(ZoneOffset.UTC))
                .update();
    }
}
