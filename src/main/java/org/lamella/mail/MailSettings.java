package org.lamella.mail;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How mail goes out; the server itself is {@code spring.mail.*}.
 *
 * @param from the sender's bare address; also makes the Message-IDs' domain
 * @param keep whether texts stay readable for admins after delivery, links in them included: for trying things out
 */
@ConfigurationProperties("lamella.mail")
record MailSettings(
        @DefaultValue("lamella@localhost") String from,
        @DefaultValue("false") boolean keep) {
    MailSettings {
        if (!Mail.isAddress(from)) {
            throw new IllegalArgumentException(
                    "LAMELLA_MAIL_FROM (lamella.mail.from) is \"%s\"; it has to be a bare address such as lamella@example.org"
                            .formatted(from));
        }
    }

    String domain() {
        return from.substring(from.lastIndexOf('@') + 1);
    }
}
