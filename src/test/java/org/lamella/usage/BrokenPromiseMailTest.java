package org.lamella.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamella.usage.TestUsage.use;
import static org.lamella.usage.TestUsage.window;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.mail.Postman;
import org.lamella.outbox.Outbox;
import org.lamella.protocol.SliverUse;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.lamella.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Who is told of promises that were not kept, and how often; over a real mail server. */
@ControlPlaneTest
class BrokenPromiseMailTest {
    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private People people;

    @Autowired
    private SettableClock clock;

    @Autowired
    private BrokenPromises broken;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Outbox outbox;

    @Autowired
    private TransactionTemplate transaction;

    private Postman postman;
    private AgentStream node1;
    private Instant newest;

    @BeforeEach
    void twoSlicesWithMembersRun() {
        people.named("tech", "demo", Role.TECH);
        node1 = agents.ready("node1");
        for (String slice : List.of("demo_a", "demo_b")) {
            rest.post("/api/v1/slices", "{\"name\": \"" + slice + "\", \"slivers\": {\"nodes\": [\"node1\"]}}");
            String member = "member." + slice.substring("demo_".length());
            people.named(member, "demo", Role.USER);
            rest.post("/api/v1/slices/" + slice + "/members", "{\"email\": \"" + member + "@example.org\"}");
        }
        node1.runAll(2);
        newest = Windows.newest(clock.instant());
        jdbc.sql("delete from mails").update();
        postman = new Postman(jdbc, outbox, transaction, clock);
    }

    @AfterEach
    void sendHimHome() {
        postman.close();
    }

    private SliverUse.Builder cpu(String slice, long missedMillis) {
        return use(node1, slice, 140_000, 3)
                .setCpuReservedPercent(25)
                .setCpuPromisedMillis(150_000)
                .setCpuMissedMillis(missedMillis);
    }

    private void five(SliverUse.Builder... slivers) {
        node1.tellUsage(window(newest, slivers));
        clock.advance(Windows.LENGTH);
        newest = newest.plus(Windows.LENGTH);
    }

    private List<MimeMessage> told(String person) {
        broken.tell();
        return postman.received().stream()
                .filter(mail -> isTo(mail, person + "@example.org"))
                .toList();
    }

    private static boolean isTo(MimeMessage mail, String person) {
        try {
            return Arrays.toString(mail.getRecipients(RecipientType.TO)).contains(person);
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(MimeMessage mail) {
        try {
            return mail.getContent().toString().replace("\r", "").replaceAll("\\s+", " ");
        } catch (MessagingException | IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tellsMembersAndTechsOnceAndThenTheSumOfWhatWasMissed() throws Exception {
        five(cpu("demo_a", 9_000), cpu("demo_b", 0));
        List<MimeMessage> first = told("member.a");
        assertThat(first).hasSize(1);
        assertThat(first.getFirst().getSubject())
                .isEqualTo("demo_a did not get all that is reserved for it on node1: CPU time");
        assertThat(text(first.getFirst()))
                .contains("node1 did not give all of the 25 % of its CPU time that are reserved")
                .contains("9.0 s were wanted and not got")
                .contains("/slices/demo_a/slivers/node1")
                .contains("because you are a member of the slice demo_a");
        assertThat(told("member.b")).isEmpty();
        assertThat(told("tech")).hasSize(1);
        assertThat(told("tech").getFirst().getSubject()).isEqualTo("node1 did not keep its promises: CPU time");
        assertThat(text(told("tech").getFirst()))
                .contains("demo_a: node1 did not give")
                .contains("because you are a tech of demo");

        for (int window = 0; window < 3; window++) {
            five(cpu("demo_a", 10_000));
            assertThat(told("member.a")).hasSize(1);
        }
        clock.advance(BrokenPromises.BETWEEN_MAILS.minus(Duration.ofMinutes(14)));
        newest = Windows.newest(clock.instant());
        List<MimeMessage> second = told("member.a");
        assertThat(second).hasSize(2);
        assertThat(text(second.getLast()))
                .contains("of 450.0 s promised from")
                .contains("30.0 s were wanted and not got");
        assertThat(told("tech")).hasSize(2);

        clock.advance(BrokenPromises.BETWEEN_MAILS.plusMinutes(1));
        assertThat(told("member.a")).as("all was told").hasSize(2);
    }

    @Test
    void tellsAllKindsOfOneSliverInOneMail() throws Exception {
        five(cpu("demo_a", 9_000)
                .setNetworkReservedBits(8_000_000)
                .setSentPromisedBytes(100_000_000)
                .setSentMissedBytes(40_000_000)
                .setSentWaitedMillis(60_000)
                .setReceivedPromisedBytes(100_000_000)
                .setReceivedMissedBytes(900_000)
                .setMemoryGuaranteedBytes(512 << 20)
                .setMemoryTaken(3));
        assertThat(told("member.a")).hasSize(1);
        assertThat(told("member.a").getFirst().getSubject())
                .endsWith("on node1: CPU time, network rate for sending, memory");
        assertThat(text(told("member.a").getFirst()))
                .contains(
                        "all of the 8 Mbit/s that are reserved of its uplink for what is sent: of 100.0 MB wanted of that")
                .contains("40.0 MB did not pass")
                .contains("took memory though no more was used than the 512 MiB that are guaranteed: 3 times from")
                .doesNotContain("received");

        // A kind of its own has its own hours.
        five(cpu("demo_a", 9_000)
                .setNetworkReservedBits(8_000_000)
                .setReceivedPromisedBytes(100_000_000)
                .setReceivedMissedBytes(50_000_000));
        assertThat(told("member.a")).hasSize(2);
        assertThat(told("member.a").getLast().getSubject()).endsWith("on node1: network rate for receiving");
    }

    @Test
    void tellsWhoAnswersWhereThereIsNoMemberAndNoTech() {
        people.named("pi", "demo", Role.PI);
        for (String member : List.of("member.a@example.org", "admin@localhost")) {
            rest.delete("/api/v1/slices/demo_a/members/" + member);
        }
        rest.delete("/api/v1/sites/demo/people/tech@example.org/roles/TECH");
        people.admin();
        five(cpu("demo_a", 9_000));
        assertThat(told("pi")).hasSize(1);
        assertThat(told("member.a").stream().map(BrokenPromiseMailTest::text))
                .noneMatch(text -> text.contains("did not"));
        assertThat(told("tech").stream().map(BrokenPromiseMailTest::text)).noneMatch(text -> text.contains("did not"));
        assertThat(told("admin2").stream().map(BrokenPromiseMailTest::text))
                .singleElement()
                .asString()
                .contains("because you are an admin, and the site of the node node1 has no tech");
    }
}
