package org.lamella.mail;

import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.lamella.outbox.Outbox;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings mails of a control plane that has no mail server to a real one: so tests of what is told to whom need no control plane of
 * their own.
 */
public final class Postman implements AutoCloseable {
    private final MailServer server = new MailServer();
    private final JdbcClient jdbc;
    private final MailDelivery delivery;

    public Postman(JdbcClient jdbc, Outbox outbox, TransactionTemplate transaction, Clock clock) {
        this.jdbc = jdbc;
        this.delivery = new MailDelivery(
                jdbc,
                transaction,
                new SmtpServer(Optional.of(server.sender())),
                new MailSettings("lamella@example.org", false),
                outbox,
                clock);
    }

    /** All that have come to the mail server, those that are queued now, too. */
    public List<MimeMessage> received() {
        jdbc.sql("update mails set state = 'WAITING', ended_at = null where state = 'KEPT'")
                .update();
        delivery.deliverDueMails();
        return server.received();
    }

    @Override
    public void close() {
        server.close();
    }
}
