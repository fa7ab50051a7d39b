package org.lamella.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Date;

/**
 * A mail that waits to be delivered.
 *
 * @param attempts how often it was tried before
 */
record QueuedMail(long id, String messageId, String to, String subject, String body, Instant createdAt, int attempts) {
    static QueuedMail of(ResultSet row, int number) throws SQLException {
        return new QueuedMail(
                row.getLong("id"),
                row.getString("message_id"),
                row.getString("recipient"),
                row.getString("subject"),
                row.getString("body"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getInt("attempts"));
    }

    /** Writes it into a message. Headers are encoded by Jakarta Mail, never put together here. */
    void fill(MimeMessage message, MailSettings settings) throws MessagingException {
        message.setFrom(new InternetAddress(settings.from()));
        message.setRecipient(MimeMessage.RecipientType.TO, new InternetAddress(to, true));
        message.setSubject(subject, StandardCharsets.UTF_8.name());
        message.setText(body, StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(createdAt));
        message.setHeader("Message-ID", "<" + messageId + "@" + settings.domain() + ">");
        // RFC 3834: nobody's holiday notice should answer this.
        message.setHeader("Auto-Submitted", "auto-generated");
    }
}
