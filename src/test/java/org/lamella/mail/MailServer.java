package org.lamella.mail;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.smtp.SmtpManager;
import com.icegreen.greenmail.smtp.SmtpServer;
import com.icegreen.greenmail.smtp.SmtpState;
import com.icegreen.greenmail.store.StoredMessage;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** A real SMTP server on the loopback. It can be taken down, come back at the same port, and refuse recipients. */
final class MailServer implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final long LONGEST_START_MILLIS = 30_000;

    private final Map<String, String> refusals = new ConcurrentHashMap<>();
    private final Managers managers = new Managers() {
        private final SmtpManager smtp = new SmtpManager(getImapHostManager(), getUserManager()) {
            @Override
            public String checkRecipient(SmtpState state, MailAddress recipient) {
                return refusals.get(recipient.getEmail());
            }
        };

        @Override
        public SmtpManager getSmtpManager() {
            return smtp;
        }
    };
    private SmtpServer server;
    private int port;

    MailServer() {
        start();
    }

    void start() {
        server = new SmtpServer(new ServerSetup(port, LOOPBACK, ServerSetup.PROTOCOL_SMTP), managers);
        server.startService();
        try {
            server.waitTillRunning(LONGEST_START_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        port = server.getPort();
    }

    void stop() {
        server.stopService();
    }

    /** @param answer what it says to that recipient: {@code 550 no such person} */
    void refuse(String recipient, String answer) {
        refusals.put(recipient, answer);
    }

    void refuseNobody() {
        refusals.clear();
    }

    List<MimeMessage> received() {
        return managers.getImapHostManager().getAllMessages().stream()
                .map(StoredMessage::getMimeMessage)
                .toList();
    }

    /** As {@code spring.mail.host} and {@code spring.mail.port} would give it. */
    JavaMailSenderImpl sender() {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost(LOOPBACK);
        sender.setPort(port);
        return sender;
    }

    @Override
    public void close() {
        stop();
    }
}
