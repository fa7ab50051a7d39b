package org.lamella.slices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.protocol.SliverGoal;
import org.lamella.protocol.SliverState;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.lamella.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The life of a slice: two weeks, renewals, warnings, the stop, the week of grace, the end. */
@ControlPlaneTest
class ExpiryTest {
    private static final String SLICE = "/api/v1/slices/demo_a";

    @Autowired
    private Rest admin;

    @Autowired
    private People people;

    @Autowired
    private Agents agents;

    @Autowired
    private Expiry expiry;

    @Autowired
    private SettableClock clock;

    @Autowired
    private JdbcClient jdbc;

    private Rest pi;
    private Instant start;

    @BeforeEach
    void aPiHasASlice() {
        start = clock.instant();
        pi = people.at("demo", Role.PI).rest();
        assertThat(pi.post("/api/v1/slices", """
                {"name": "demo_a", "description": "a cache", "url": "https://example.org/"}""").status()).isEqualTo(201);
    }

    @Test
    void grantsEightWeeksAheadAndSaysSo() {
        var answer = pi.post(SLICE + "/renewal");
        assertThat(answer.status()).isEqualTo(200);
        String longest = start.plus(Duration.ofDays(56)).toString();
        assertThat(answer.json().path("expiresAt").stringValue()).isEqualTo(longest);
        assertThat(answer.json().path("slice").path("expiresAt").stringValue()).isEqualTo(longest);
        var tooLate = pi.post(SLICE + "/renewal", until(start.plus(Duration.ofDays(300))));
        assertThat(tooLate.json().path("expiresAt").stringValue()).isEqualTo(longest);
    }

    @Test
    void grantsTheDateThatIsAskedFor() {
        Instant asked = start.plus(Duration.ofDays(30));
        assertThat(pi.post(SLICE + "/renewal", until(asked))
                        .json()
                        .path("expiresAt")
                        .stringValue())
                .isEqualTo(asked.toString());
        Instant byAdmin = start.plus(Duration.ofDays(300));
        assertThat(admin.post(SLICE + "/renewal", until(byAdmin))
                        .json()
                        .path("expiresAt")
                        .stringValue())
                .isEqualTo(byAdmin.toString());
        assertThat(pi.post(SLICE + "/renewal").json().path("expiresAt").stringValue())
                .as("a renewal takes nothing away")
                .isEqualTo(byAdmin.toString());
    }

    @Test
    void refusesDatesThatMakeNoSense() {
        assertThat(pi.post(SLICE + "/renewal", until(start)).detail()).contains("is over");
        assertThat(pi.post(SLICE + "/renewal", until(start.plus(Duration.ofDays(3))))
                        .detail())
                .contains("is before", "when it expires now");
        assertThat(pi.post(SLICE + "/renewal", "{\"until\": \"tomorrow\"}").detail())
                .contains("RFC 3339");
    }

    @Test
    void renewsOnlyWhatSaysWhatItIsFor() {
        pi.patch(SLICE, "{\"description\": \"\", \"url\": \"\"}");
        var answer = pi.post(SLICE + "/renewal");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.detail()).contains("it lacks a description and a web page");
        assertThat(admin.post(SLICE + "/renewal").status()).isEqualTo(200);
    }

    @Test
    void warnsAtFiveDaysAndAtOneAndOnceForEachDate() {
        lookAfter(Duration.ofDays(8));
        assertThat(subjects()).isEmpty();
        lookAfter(Duration.ofDays(1));
        lookAfter(Duration.ZERO);
        assertThat(subjects()).hasSize(1).first().asString().startsWith("The slice demo_a expires at");
        lookAfter(Duration.ofDays(4));
        lookAfter(Duration.ofHours(1));
        assertThat(subjects()).hasSize(2);
        pi.post(SLICE + "/renewal", until(clock.instant().plus(Duration.ofDays(4))));
        lookAfter(Duration.ZERO);
        assertThat(subjects()).hasSize(3);
    }

    @Test
    void stopsAtExpiryAndKeepsTheFilesForAWeek() {
        AgentStream stream = agents.ready("node1");
        pi.post(SLICE + "/slivers", "{\"count\": 1}");
        stream.runAll(1);
        lookAfter(Duration.ofDays(14));
        stream.awaitGoals(1, SliverGoal.SLIVER_GOAL_STOPPED);
        stream.reportAll(SliverState.SLIVER_STATE_STOPPED, "");
        await().until(() -> state().equals("STOPPED"));
        var slice = pi.get(SLICE).json();
        assertThat(slice.path("stoppedReason").stringValue()).startsWith("expired");
        assertThat(slice.path("filesGoAt").stringValue())
                .isEqualTo(start.plus(Duration.ofDays(21)).toString());
        assertThat(pi.post(SLICE + "/slivers", "{\"count\": 1}").detail()).contains("is stopped (expired");
        lookAfter(Duration.ofDays(6));
        stream.awaitGoals(1, SliverGoal.SLIVER_GOAL_STOPPED);
        lookAfter(Duration.ofDays(1));
        stream.awaitEmptyPlan();
        stream.runAll(0);
        await().until(() -> pi.get(SLICE).status() == 404);
        assertThat(subjects())
                .anySatisfy(subject -> assertThat(subject).isEqualTo("The slice demo_a has expired"))
                .last()
                .isEqualTo("The slice demo_a is deleted");
        assertThat(jdbc.sql("select action || ' ' || actor from audit_events where object = 'demo_a' order by id")
                        .query(String.class)
                        .list())
                .contains("slice-expired system", "slice-deleted system", "slice-gone system");
    }

    @Test
    void startsAgainWithItsFilesWhenItIsRenewedInTime() {
        AgentStream stream = agents.ready("node1");
        pi.post(SLICE + "/slivers", "{\"count\": 1}");
        stream.runAll(1);
        lookAfter(Duration.ofDays(14));
        stream.awaitGoals(1, SliverGoal.SLIVER_GOAL_STOPPED);
        long incarnation = incarnation();
        clock.advance(Duration.ofDays(6));
        assertThat(pi.post(SLICE + "/renewal").status()).isEqualTo(200);
        stream.awaitGoals(1, SliverGoal.SLIVER_GOAL_RUNNING);
        assertThat(incarnation()).as("another one would have other files").isEqualTo(incarnation);
        lookAfter(Duration.ofDays(10));
        assertThat(pi.get(SLICE).json().path("goal").stringValue()).isEqualTo("RUNNING");
    }

    @Test
    void doesEachStepOnceHoweverManyReplicasLook() {
        clock.advance(Duration.ofDays(14));
        lookTenAtOnce();
        assertThat(subjects()).containsExactly("The slice demo_a has expired");
        clock.advance(Duration.ofDays(7));
        lookTenAtOnce();
        assertThat(subjects()).hasSize(2);
        assertThat(pi.get(SLICE).status()).isEqualTo(404);
    }

    @Test
    void writesToThePisWhenASliceHasNoMember() {
        pi.delete(SLICE + "/members/pi.demo@example.org");
        lookAfter(Duration.ofDays(14));
        assertThat(jdbc.sql("select recipient from mails").query(String.class).list())
                .containsExactly("pi.demo@example.org");
    }

    private void lookAfter(Duration time) {
        clock.advance(time);
        expiry.look();
    }

    private void lookTenAtOnce() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int replica = 0; replica < 10; replica++) {
                threads.execute(expiry::look);
            }
        }
    }

    private List<String> subjects() {
        return jdbc.sql("select subject from mails order by id")
                .query(String.class)
                .list();
    }

    private String state() {
        return pi.get(SLICE).json().path("state").stringValue();
    }

    private long incarnation() {
        return jdbc.sql("select id from slivers").query(Long.class).single();
    }

    private static String until(Instant date) {
        return "{\"until\": \"" + date + "\"}";
    }
}
