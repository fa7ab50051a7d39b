package org.lamella.slices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.protocol.SliverGoal;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.lamella.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Slices that people stop: one by one, or with their site. */
@ControlPlaneTest
class SuspensionTest {
    private static final String SLICE = "/api/v1/slices/demo_a";
    private static final String REASON = "{\"reason\": \"it scans ports\"}";

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
    private AgentStream stream;

    @BeforeEach
    void aSliverRuns() {
        pi = people.at("demo", Role.PI).rest();
        stream = agents.ready("node1");
        pi.post("/api/v1/slices", """
                {"name": "demo_a", "description": "d", "url": "https://example.org/", "slivers": {"count": 1}}""");
        stream.runAll(1);
    }

    @Test
    void stopsItsSliversAndTellsItsMembersWhy() {
        var slice = pi.post(SLICE + "/suspension", REASON);
        assertThat(slice.status()).isEqualTo(200);
        assertThat(slice.json().path("suspended").booleanValue()).isTrue();
        assertThat(slice.json().path("stoppedReason").stringValue())
                .isEqualTo("suspended by pi.demo@example.org: it scans ports");
        stream.awaitGoals(1, SliverGoal.SLIVER_GOAL_STOPPED);
        assertThat(jdbc.sql("select body from mails").query(String.class).single())
                .contains("it scans ports");
        assertThat(pi.delete(SLICE + "/suspension").json().path("suspended").booleanValue())
                .isFalse();
        stream.awaitGoals(1, SliverGoal.SLIVER_GOAL_RUNNING);
    }

    @Test
    void needsAReason() {
        assertThat(pi.post(SLICE + "/suspension", "{\"reason\": \" \"}").wrongFields())
                .containsExactly("reason");
    }

    @Test
    void letsOnlyAnAdminResumeWhatAnAdminHasSuspended() {
        admin.post(SLICE + "/suspension", REASON);
        var answer = pi.delete(SLICE + "/suspension");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.detail()).contains("admin@localhost", "only an admin may resume it");
        assertThat(pi.post(SLICE + "/suspension", REASON).status()).isEqualTo(403);
        assertThat(admin.delete(SLICE + "/suspension").status()).isEqualTo(200);
    }

    @Test
    void staysStoppedWhenItIsRenewedWhileItIsSuspended() {
        pi.post(SLICE + "/suspension", REASON);
        clock.advance(Duration.ofDays(15));
        expiry.look();
        var renewed = pi.post(SLICE + "/renewal").json().path("slice");
        assertThat(renewed.path("goal").stringValue()).isEqualTo("STOPPED");
        assertThat(renewed.path("stoppedReason").stringValue()).startsWith("suspended by");
        assertThat(pi.delete(SLICE + "/suspension").json().path("goal").stringValue())
                .isEqualTo("RUNNING");
    }

    @Test
    void stopsAndResumesWithItsSite() {
        assertThat(admin.post("/api/v1/sites/demo/suspend", REASON).status()).isBetween(200, 204);
        try {
            stream.awaitGoals(1, SliverGoal.SLIVER_GOAL_STOPPED);
            assertThat(pi.get(SLICE).json().path("stoppedReason").stringValue()).isEqualTo("its site is suspended");
        } finally {
            admin.post("/api/v1/sites/demo/resume");
        }
        stream.awaitGoals(1, SliverGoal.SLIVER_GOAL_RUNNING);
        await().until(() -> pi.get(SLICE).json().path("goal").stringValue().equals("RUNNING"));
    }
}
