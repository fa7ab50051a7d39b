package org.lamella.slivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.nodes.Liveness;
import org.lamella.protocol.DiskPlan;
import org.lamella.protocol.SliverAwaits;
import org.lamella.protocol.SliverGoal;
import org.lamella.protocol.SliverPlan;
import org.lamella.protocol.SliverState;
import org.lamella.testing.Browser;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.lamella.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** A sliver says what is asked, what is applied and since when, and why the two differ. */
@ControlPlaneTest
class LiveResizingTest {
    private static final String SLIVER = "/api/v1/slices/demo_a/slivers/node1";
    private static final String RESOURCES = SLIVER + "/resources";
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private People people;

    @Autowired
    private SettableClock clock;

    @Autowired
    private Liveness liveness;

    private AgentStream stream;

    @BeforeEach
    void aSliverRuns() {
        liveness.markTheSilent();
        stream = agents.ready("node1");
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\", \"slivers\": {\"nodes\": [\"node1\"]}}");
        stream.runAll(1);
        await().until(() -> resources().path("inForce").booleanValue());
    }

    private JsonNode resources() {
        return rest.get(RESOURCES).json();
    }

    private void planned(Predicate<SliverPlan> as) {
        await().until(() -> as.test(stream.plans().getLast().getSlivers(0)));
    }

    @Test
    void whatIsAskedComesIntoForceWhenTheNodeSaysSo() {
        JsonNode first = resources();
        assertThat(first.path("asked")).isEqualTo(first.path("applied"));
        assertThat(first.path("asked").path("processes").intValue()).isEqualTo(4096);
        assertThat(first.path("waitsFor").stringValue()).isEmpty();
        clock.advance(Duration.ofSeconds(1));

        rest.patch(SLIVER + "/shares", "{\"cpuShare\": 3}");
        rest.put("/api/v1/slices/demo_a/limits", "{\"processes\": 500, \"memoryBytes\": 268435456}");
        rest.put("/api/v1/slices/demo_a/disk", "{\"bytes\": 6000000000}");
        rest.put(SLIVER + "/reservation", "{\"cpuPercent\": 25, \"memoryBytes\": 100000000}");

        JsonNode waiting = resources();
        assertThat(waiting.path("inForce").booleanValue()).isFalse();
        assertThat(waiting.path("waitsFor").stringValue()).contains("its node has applied plan 1 of it, not yet 5");
        assertThat(waiting.path("appliedAt")).isEqualTo(first.path("appliedAt"));
        assertThat(waiting.path("applied").path("cpuShare").intValue()).isEqualTo(1);
        JsonNode asked = waiting.path("asked");
        assertThat(asked.path("cpuShare").intValue()).isEqualTo(3);
        assertThat(asked.path("cpuPercent").intValue()).isEqualTo(25);
        assertThat(asked.path("processes").intValue()).isEqualTo(500);
        assertThat(asked.path("memoryLimitBytes").intValue()).isEqualTo(268_435_456);
        assertThat(asked.path("memoryBytes").intValue()).isEqualTo(100_000_000);
        assertThat(asked.path("diskBytes").longValue()).isEqualTo(6_000_000_000L);

        planned(sliver -> sliver.getCpu().getReservedPercent() == 25);
        stream.reportAllRunning();
        await().until(() -> resources().path("inForce").booleanValue());
        JsonNode now = resources();
        assertThat(now.path("applied")).isEqualTo(asked);
        assertThat(now.path("appliedAt")).isNotEqualTo(first.path("appliedAt"));
        JsonNode sliver = rest.get(SLIVER).json();
        assertThat(sliver.path("inForce").booleanValue()).isTrue();
        assertThat(sliver.path("appliedAt")).isEqualTo(now.path("appliedAt"));
    }

    @Test
    void whatTheKernelRefusesIsNotInForce() {
        rest.put("/api/v1/slices/demo_a/limits", "{\"processes\": 500}");
        planned(sliver -> sliver.getBounds().getProcesses() == 500);
        stream.reportAll(SliverState.SLIVER_STATE_DEGRADED, "pids.max: Invalid argument");
        await().until(() -> resources().path("waitsFor").stringValue().equals("pids.max: Invalid argument"));
        assertThat(resources().path("inForce").booleanValue()).isFalse();
        assertThat(resources().path("applied").path("processes").intValue()).isEqualTo(4096);
        stream.reportAllRunning();
        await().until(() -> resources().path("inForce").booleanValue());
        assertThat(resources().path("applied").path("processes").intValue()).isEqualTo(500);
    }

    private void waitsFor(String words) {
        await().until(() -> resources().path("waitsFor").stringValue().equals(words));
        assertThat(resources().path("inForce").booleanValue()).isFalse();
        JsonNode sliver = rest.get(SLIVER).json();
        assertThat(sliver.path("inForce").booleanValue()).isFalse();
        assertThat(sliver.path("waitsFor").stringValue()).isEqualTo(words);
    }

    @Test
    void aDiskThatGrowsAtTheNextStartIsAppliedAsItIsUntilThen() {
        JsonNode first = resources();
        clock.advance(Duration.ofSeconds(1));
        rest.put("/api/v1/slices/demo_a/disk", "{\"bytes\": 6000000000}");
        rest.patch(SLIVER + "/shares", "{\"cpuShare\": 3}");
        planned(sliver -> sliver.getCpu().getShare() == 3);
        String words = "its disk grows from 5000000000 to 6000000000 bytes at its next start";
        stream.reportAllAwaiting(SliverAwaits.newBuilder()
                .setWords(words)
                .setDisk(DiskPlan.newBuilder().setBytes(5_000_000_000L).setInodes(300_000))
                .build());

        waitsFor(words);
        JsonNode waiting = resources();
        assertThat(waiting.path("asked").path("diskBytes").longValue()).isEqualTo(6_000_000_000L);
        assertThat(waiting.path("applied").path("diskBytes").longValue()).isEqualTo(5_000_000_000L);
        assertThat(waiting.path("applied").path("diskInodes").longValue()).isEqualTo(300_000);
        // What need not wait does not.
        assertThat(waiting.path("applied").path("cpuShare").intValue()).isEqualTo(3);
        assertThat(waiting.path("appliedAt")).isEqualTo(first.path("appliedAt"));
        Browser.Page page = people.admin().browser().get("/slices/demo_a/slivers/node1");
        assertThat(page.text())
                .contains(
                        "Not all that is asked is in force: " + words,
                        "Disk, bytes 6,000,000,000 5,000,000,000",
                        "CPU share 3 3");

        stream.reportAllRunning();
        await().until(() -> resources().path("inForce").booleanValue());
        assertThat(resources().path("applied")).isEqualTo(waiting.path("asked"));
        assertThat(resources().path("appliedAt")).isNotEqualTo(first.path("appliedAt"));
    }

    @Test
    void whatWasAskedOfAStoppedSliverWaitsForItsNextStart() {
        rest.post(SLIVER + "/stop", "");
        stream.awaitGoals(1, SliverGoal.SLIVER_GOAL_STOPPED);
        stream.reportAll(SliverState.SLIVER_STATE_STOPPED, "");
        await().until(() -> resources().path("inForce").booleanValue());

        rest.put("/api/v1/slices/demo_a/disk", "{\"bytes\": 6000000000}");
        planned(sliver -> sliver.getDisk().getBytes() == 6_000_000_000L);
        stream.reportAll(SliverState.SLIVER_STATE_STOPPED, "");

        waitsFor("it is stopped; what is asked holds from its next start");
        assertThat(resources().path("applied").path("diskBytes").longValue()).isEqualTo(5_000_000_000L);

        rest.post(SLIVER + "/start", "");
        stream.awaitGoals(1, SliverGoal.SLIVER_GOAL_RUNNING);
        stream.reportAllRunning();
        await().until(() -> resources().path("inForce").booleanValue());
        assertThat(resources().path("applied").path("diskBytes").longValue()).isEqualTo(6_000_000_000L);
    }

    @Test
    void trafficOfANodeWithoutAnUplinkIsNotApplied() {
        rest.patch(SLIVER + "/shares", "{\"networkCeilingBits\": 17000000, \"networkShare\": 2}");
        planned(sliver -> sliver.getTraffic().getCeilingBits() == 17_000_000);
        String words = "this node has no uplink";
        stream.reportAllAwaiting(
                SliverAwaits.newBuilder().setWords(words).setTraffic(true).build());

        waitsFor(words);
        JsonNode applied = resources().path("applied");
        assertThat(applied.path("networkCeilingBits").longValue()).isZero();
        assertThat(applied.path("networkShare").intValue()).isEqualTo(1);
    }

    @Test
    void aSliverThatStartsHasNotComeIntoForce() {
        rest.patch(SLIVER + "/shares", "{\"cpuShare\": 3}");
        planned(sliver -> sliver.getCpu().getShare() == 3);
        stream.reportAll(SliverState.SLIVER_STATE_STARTING, "building image busybox: 41 %");
        waitsFor("building image busybox: 41 %");
        assertThat(resources().path("applied").path("cpuShare").intValue()).isEqualTo(1);
    }

    @Test
    void whatASilentNodeShouldHaveWaitsForIt() {
        for (int count = 0; count < 4; count++) {
            clock.advance(HEARTBEAT);
            liveness.markTheSilent();
        }
        rest.patch(SLIVER + "/shares", "{\"cpuShare\": 3}");
        JsonNode waiting = resources();
        assertThat(waiting.path("inForce").booleanValue()).isFalse();
        assertThat(waiting.path("waitsFor").stringValue()).startsWith("nothing was heard of its node since 20");
    }

    @Test
    void thePageShowsBoth() {
        rest.patch(SLIVER + "/shares", "{\"cpuShare\": 3}");
        Browser admin = people.admin().browser();
        Browser.Page page = admin.get("/slices/demo_a/slivers/node1");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text())
                .contains("Not all that is asked is in force: its node has applied plan 1", "CPU share 3 1");
        planned(sliver -> sliver.getCpu().getShare() == 3);
        stream.reportAllRunning();
        await().until(() -> resources().path("inForce").booleanValue());
        page = admin.get("/slices/demo_a/slivers/node1");
        assertThat(page.text()).contains("CPU share 3 3").doesNotContain("Not all that is asked");
    }
}
