package org.lamella.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailTest {
    private static final Mail.Kind KIND = new Mail.Kind("test", "you are a\nmember");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alice",
                "alice@",
                "@example.org",
                "alice@example.org, bob@example.org",
                "Alice <alice@example.org>",
                "alice@example.org\r\nBcc: bob@example.org",
                "alice@example.org\n",
                "alice @example.org",
                "(hi) alice@example.org",
                "alice@example.org;bob@example.org",
            })
    void goesToOneBareAddress(String to) {
        assertThatThrownBy(() -> new Mail(to, "subject", "", KIND)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\r\nBcc: bob@example.org",
                "hello\nBcc: bob@example.org",
                "hello\r Bcc: bob@example.org",
                "hello\u2028Bcc: x"
            })
    void hasNoHeaderThatItsSubjectBringsAlong(String subject) throws Exception {
        Mail mail = new Mail("alice@example.org", subject, "Bcc: carol@example.org", KIND);
        MimeMessage message = message(mail);
        assertThat(mail.subject()).startsWith("hello ").doesNotContain("\r", "\n");
        assertThat(message.getHeader("Bcc")).isNull();
        assertThat(message.getAllRecipients()).hasSize(1);
    }

    @Test
    void cutsASubjectThatNobodyWouldRead() {
        assertThat(new Mail("alice@example.org", "x".repeat(1_000), "", KIND).subject())
                .hasSize(200)
                .endsWith("…");
    }

    @Test
    void wrapsParagraphsAndLeavesLinksAndLayoutAlone() {
        String link = "https://lamella.example.org/reset?code=" + "x".repeat(80);
        String text = MailText.wrapped("word ".repeat(30) + "\n\n    laid  out " + "y".repeat(70) + "\n" + link);
        assertThat(text.lines().toList())
                .startsWith("word ".repeat(14).strip())
                .contains("    laid  out " + "y".repeat(70), "")
                .endsWith(link);
    }

    @Test
    void saysWhichInstallationSendsItAndWhy() {
        assertThat(MailText.of(new Mail("alice@example.org", "s", "Hello.\n", KIND), "https://x"))
                .isEqualTo("Hello.\n\n-- \nLamella at https://x\nYou get this because you are a member.\n");
    }

    @Test
    void waitsLongerAfterEachFailureUpToAnHourAndNeverTheSame() {
        Random random = new Random(7);
        for (int failures = 1; failures < 80; failures++) {
            Duration whole = Duration.ofSeconds((long) Math.min(3_600, 30 * Math.pow(2, failures - 1)));
            assertThat(RetryTimes.after(failures, random))
                    .isBetween(
                            whole.multipliedBy(3).dividedBy(4),
                            whole.multipliedBy(5).dividedBy(4));
        }
        assertThat(RetryTimes.after(9, random)).isNotEqualTo(RetryTimes.after(9, random));
    }

    @Test
    void comesFromABareAddress() {
        assertThat(new MailSettings("lamella@example.org", false).domain()).isEqualTo("example.org");
        assertThatThrownBy(() -> new MailSettings("Lamella", false)).hasMessageContaining("LAMELLA_MAIL_FROM");
    }

    private static MimeMessage message(Mail mail) throws Exception {
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
        new QueuedMail(1, UUID.randomUUID().toString(), mail.to(), mail.subject(), mail.text(), Instant.EPOCH, 0)
                .fill(message, new MailSettings("lamella@example.org", false));
        message.saveChanges();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        message.writeTo(bytes);
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new java.io.ByteArrayInputStream(
                        bytes.toString(StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8)));
    }
}
