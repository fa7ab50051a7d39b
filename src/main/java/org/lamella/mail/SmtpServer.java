package org.lamella.mail;

import java.util.Optional;
import org.springframework.mail.javamail.JavaMailSender;

/**
 * The server that takes our mail.
 *
 * @param sender empty where none is configured
 */
record SmtpServer(Optional<JavaMailSender> sender) {
    boolean isThere() {
        return sender.isPresent();
    }
}
