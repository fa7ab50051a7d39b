package org.lamella.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.util.Objects;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;

/**
 * What came of trying to deliver one mail.
 *
 * @param reason the mail server's own words, or why there was none; empty when it was delivered
 */
record Outcome(Kind kind, String reason) {
    enum Kind {
        DELIVERED,
        /** Not this mail and not now; perhaps later. */
        NOT_NOW,
        /** The server refuses the recipient, and would again. */
        REFUSED,
        /** No mail can be delivered now: the server is not there, or does not let us in. */
        NO_SERVER
    }

    static final Outcome DELIVERED = new Outcome(Kind.DELIVERED, "");

    static Outcome of(MailException failure) {
        // Spring gives the exception a cause of its own only when the connection failed, before any message was sent.
        if (!(failure instanceof MailSendException sending) || sending.getCause() != null) {
            return new Outcome(Kind.NO_SERVER, words(failure));
        }
        Exception cause = sending.getMessageExceptions()[0];
        return new Outcome(isForGood(cause) ? Kind.REFUSED : Kind.NOT_NOW, words(cause));
    }

    /** Jakarta Mail puts an address among the invalid ones for a 5xx, among the valid and unsent ones for a 4xx. */
    private static boolean isForGood(Exception cause) {
        return cause instanceof SendFailedException refused
                && refused.getInvalidAddresses() != null
                && refused.getInvalidAddresses().length > 0;
    }

    /** The innermost cause is the server's own answer. */
    private static String words(Exception failure) {
        Throwable cause = failure;
        while (next(cause) != null) {
            cause = next(cause);
        }
        return Objects.toString(cause.getMessage(), cause.getClass().getSimpleName())
                .strip();
    }

    /** Jakarta Mail chains exceptions in a way of its own, older than Java's. */
    private static Throwable next(Throwable failure) {
        return failure instanceof MessagingException mail && mail.getNextException() != null
                ? mail.getNextException()
                : failure.getCause();
    }
}
