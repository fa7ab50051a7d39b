package org.lamella.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.outbox.Outbox;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.SettableClock;
import org.lamella.web.PublicUrl;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

/** What is committed arrives once, whatever the mail server and the replicas do meanwhile. */
@ControlPlaneTest
class DeliveryTest {
    private static final Mail.Kind KIND = new Mail.Kind("test", "this is a test");
    private static final MailSettings SETTINGS = new MailSettings("lamella@example.org", false);

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private Outbox outbox;

    @Autowired
    private SettableClock clock;

    private MailServer server;
    private Mails mails;
    private MailDelivery delivery;

    @BeforeEach
    void thereIsAMailServer() {
        server = new MailServer();
        mails = mails();
        delivery = delivery(SETTINGS);
    }

    @AfterEach
    void takeItDown() {
        server.close();
    }

    @Test
    void bringsAMailOnce() throws Exception {
        send("alice@example.org");
        delivery.deliverDueMails();
        delivery.deliverDueMails();
        assertThat(server.received()).hasSize(1);
        MimeMessage mail = server.received().getFirst();
        assertThat(mail.getSubject()).isEqualTo("Zürich läuft ab");
        assertThat(mail.getFrom()).extracting(Object::toString).containsExactly("lamella@example.org");
        assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly("alice@example.org");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getHeader("Message-ID")[0])
                .isEqualTo("<" + column("message_id::text", "alice@example.org") + "@example.org>");
        assertThat(mail.getContent().toString().replace("\r", "").strip()).isEqualTo("""
                        It ends on Friday.

                        --\s
                        Lamella at https://lamella.example.org
                        You get this because this is a test.""");
        assertThat(state("alice@example.org")).isEqualTo("DELIVERED");
    }

    @Test
    void sendsNothingOfAChangeThatIsRolledBack() {
        transaction.executeWithoutResult(status -> {
            mails.send(mail("alice@example.org"));
            status.setRollbackOnly();
        });
        delivery.deliverDueMails();
        assertThat(server.received()).isEmpty();
        assertThatThrownBy(() -> mails.send(mail("alice@example.org")))
                .isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    void losesNothingWhileTheMailServerIsDown() {
        send("alice@example.org");
        send("bob@example.org");
        server.stop();
        delivery.deliverDueMails();
        assertThat(states()).containsExactly("WAITING", "WAITING");
        // The first failure says enough of the server; the second mail was not tried on it.
        assertThat(jdbc.sql("select sum(attempts) from mails").query(Long.class).single())
                .isEqualTo(1);
        assertThat(column("reason", "alice@example.org")).containsIgnoringCase("connect");
        server.start();
        clock.advance(Duration.ofMinutes(2));
        delivery.deliverDueMails();
        assertThat(recipients()).containsExactlyInAnyOrder("alice@example.org", "bob@example.org");
        assertThat(states()).containsOnly("DELIVERED");
    }

    @Test
    void goesOnAfterARestartOfTheControlPlane() {
        send("alice@example.org");
        delivery(SETTINGS).deliverDueMails();
        assertThat(recipients()).containsExactly("alice@example.org");
    }

    @Test
    void bringsEachMailOnceByManyReplicas() throws Exception {
        List<String> people = IntStream.range(0, 40)
                .mapToObj(number -> "p" + number + "@example.org")
                .toList();
        people.forEach(this::send);
        List<Callable<Object>> replicas = IntStream.range(0, 6)
                .mapToObj(replica -> Executors.callable(() -> delivery(SETTINGS).deliverDueMails()))
                .toList();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : executor.invokeAll(replicas)) {
                done.get();
            }
        }
        assertThat(recipients()).containsExactlyInAnyOrderElementsOf(people);
    }

    @Test
    void passesOverAMailThatAnotherReplicaIsSending() {
        send("alice@example.org");
        transaction.executeWithoutResult(other -> {
            jdbc.sql("select id from mails for update").query().listOfRows();
            assertThat(CompletableFuture.runAsync(delivery::deliverDueMails, Thread::startVirtualThread))
                    .succeedsWithin(Duration.ofSeconds(30));
            assertThat(server.received()).isEmpty();
        });
        delivery.deliverDueMails();
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void bringsTheOthersWhenOneRecipientIsRefused() {
        server.refuse("nobody@example.org", "550 5.1.1 no such person");
        server.refuse("later@example.org", "450 4.2.1 come back later");
        send("nobody@example.org");
        send("later@example.org");
        send("alice@example.org");
        delivery.deliverDueMails();
        assertThat(recipients()).containsExactly("alice@example.org");
        assertThat(state("nobody@example.org")).isEqualTo("REFUSED");
        assertThat(column("reason", "nobody@example.org")).contains("550 5.1.1 no such person");
        assertThat(state("later@example.org")).isEqualTo("WAITING");
        server.refuseNobody();
        clock.advance(Duration.ofMinutes(2));
        delivery.deliverDueMails();
        assertThat(recipients()).containsExactlyInAnyOrder("alice@example.org", "later@example.org");
    }

    @Test
    void givesUpAfterThreeDaysAndSaysWhy() {
        server.refuse("later@example.org", "450 4.2.1 come back later");
        send("later@example.org");
        for (int hour = 0; hour < 3 * 24 + 3; hour++) {
            delivery.deliverDueMails();
            clock.advance(Duration.ofMinutes(61));
        }
        assertThat(state("later@example.org")).isEqualTo("GIVEN_UP");
        assertThat(column("reason", "later@example.org")).contains("come back later");
        assertThat(column("body", "later@example.org")).isEmpty();
    }

    @Test
    void takesABatchAtATime() {
        IntStream.range(0, MailDelivery.BATCH + 1).forEach(number -> send("p" + number + "@example.org"));
        delivery.deliverDueMails();
        assertThat(server.received()).hasSize(MailDelivery.BATCH);
        delivery.deliverDueMails();
        assertThat(server.received()).hasSize(MailDelivery.BATCH + 1);
    }

    @Test
    void wipesTheTextOfADeliveredMailUnlessItIsToBeKept() {
        send("alice@example.org");
        delivery.deliverDueMails();
        assertThat(column("body", "alice@example.org")).isEmpty();
        send("bob@example.org");
        delivery(new MailSettings("lamella@example.org", true)).deliverDueMails();
        assertThat(column("body", "bob@example.org")).contains("It ends on Friday.");
    }

    @Test
    void forgetsMailsAfterAMonth() {
        send("alice@example.org");
        delivery.deliverDueMails();
        clock.advance(MailDelivery.REMEMBERED);
        delivery.forgetOldMails();
        assertThat(states()).hasSize(1);
        clock.advance(Duration.ofSeconds(1));
        send("bob@example.org");
        delivery.forgetOldMails();
        assertThat(states()).containsExactly("WAITING");
    }

    private Mails mails() {
        return new Mails(jdbc, smtp(), new PublicUrl(URI.create("https://lamella.example.org")), outbox, clock);
    }

    private MailDelivery delivery(MailSettings settings) {
        return new MailDelivery(jdbc, transaction, smtp(), settings, outbox, clock);
    }

    private SmtpServer smtp() {
        return new SmtpServer(Optional.of(server.sender()));
    }

    private void send(String to) {
        transaction.executeWithoutResult(status -> mails.send(mail(to)));
    }

    private static Mail mail(String to) {
        return new Mail(to, "Zürich läuft ab", "It ends on Friday.", KIND);
    }

    private List<String> recipients() {
        return server.received().stream()
                .map(mail -> {
                    try {
                        return mail.getAllRecipients()[0].toString();
                    } catch (jakarta.mail.MessagingException e) {
                        throw new AssertionError(e);
                    }
                })
                .collect(Collectors.toList());
    }

    private List<String> states() {
        return jdbc.sql("select state from mails order by id")
                .query(String.class)
                .list();
    }

    private String state(String recipient) {
        return column("state", recipient);
    }

    private String column(String column, String recipient) {
        return jdbc.sql("select " + column + " from mails where recipient = ?")
                .param(recipient)
                .query(String.class)
                .single();
    }
}
