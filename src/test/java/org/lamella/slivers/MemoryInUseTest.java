package org.lamella.slivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lamella.usage.TestUsage.use;
import static org.lamella.usage.TestUsage.window;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.testing.Browser;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.lamella.testing.SettableClock;
import org.lamella.usage.TestUsage;
import org.springframework.beans.factory.annotation.Autowired;

/** A limit of memory below what slivers hold is refused with both numbers and their age, unless it is forced. */
@ControlPlaneTest
class MemoryInUseTest {
    private static final String LIMITS = "/api/v1/slices/demo_a/limits";
    private static final String SITE = "/api/v1/sites/demo/limits";
    private static final String SLIVER = "/api/v1/slices/demo_a/slivers/node1/limits";
    private static final long MIB = 1 << 20;
    private static final long LIMIT = 256 * MIB;

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private People people;

    @Autowired
    private SettableClock clock;

    private AgentStream node1;
    private AgentStream node2;
    private Instant newest;

    @BeforeEach
    void twoSliversRun() {
        List<AgentStream> nodes = agents.running("demo_a", "node1", "node2");
        node1 = nodes.getFirst();
        node2 = nodes.getLast();
        newest = TestUsage.newest(clock.instant());
    }

    private static void hold(AgentStream node, Instant began, long bytes) {
        node.tellUsage(window(began, use(node, "demo_a", 1_000, 3).setMemoryBytes(bytes)));
    }

    private Rest.Answer limit(long bytes) {
        return rest.put(LIMITS, "{\"memoryBytes\": " + bytes + "}");
    }

    private boolean isUnlimited() {
        return rest.get(LIMITS).json().path("memoryBytes").isNull();
    }

    @Test
    void isRefusedWithBothNumbersAndTheirAge() {
        hold(node1, newest, 412 * MIB);
        hold(node2, newest, 100 * MIB);
        clock.advance(Duration.ofMinutes(3));
        long minutes =
                Duration.between(newest.plusSeconds(300), clock.instant()).toMinutes();

        Rest.Answer refused = limit(LIMIT);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.wrongFields()).containsExactly("memoryBytes");
        assertThat(refused.json().path("type").stringValue()).endsWith(":state-conflict");
        assertThat(refused.detail())
                .contains("demo_a on node1 holds 412 MiB, told " + minutes + " minutes ago")
                .contains("the limit would be 256 MiB", "with force", "ends processes of the sliver")
                .doesNotContain("node2");
        assertThat(isUnlimited()).isTrue();
    }

    @Test
    void isSetWhenForced() {
        hold(node1, newest, 412 * MIB);
        String forced = "{\"memoryBytes\": " + LIMIT + ", \"force\": true}";
        Rest.Answer rehearsed = rest.put(LIMITS + "?dryRun=true", forced);
        assertThat(rehearsed.json().path("memoryBytes").longValue()).isEqualTo(LIMIT);
        assertThat(rest.put(LIMITS + "?dryRun=true", "{\"memoryBytes\": " + LIMIT + "}")
                        .status())
                .isEqualTo(409);
        assertThat(isUnlimited()).isTrue();

        assertThat(rest.put(LIMITS, forced).status()).isEqualTo(200);
        await().until(() -> node1.plans().getLast().getSlivers(0).getBounds().getMemoryBytes() == LIMIT);
        // What is not lowered is in nobody's way, however much is held.
        assertThat(limit(LIMIT).status()).isEqualTo(200);
        assertThat(limit(LIMIT + MIB).status()).isEqualTo(200);
        assertThat(limit(LIMIT).status()).isEqualTo(409);
    }

    @Test
    void isSaidWithAllElseThatIsWrong() {
        hold(node1, newest, 412 * MIB);
        Rest.Answer refused = rest.put(
                LIMITS,
                "{\"processes\": 1, \"memoryBytes\": " + LIMIT + ", \"openFiles\": \"many\", \"force\": false}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.wrongFields()).containsExactlyInAnyOrder("processes", "memoryBytes", "openFiles");
        assertThat(rest.put(LIMITS, "{\"memoryBytes\": 1}").detail()).doesNotContain("holds");
    }

    @Test
    void looksAtTheNewestThatIsKnownAndLetsThroughOfWhatNothingIs() {
        assertThat(limit(LIMIT).status()).isEqualTo(200);
        rest.put(LIMITS, "{}");
        hold(node1, newest.minusSeconds(300), 412 * MIB);
        assertThat(limit(LIMIT).status()).isEqualTo(409);
        hold(node1, newest, 200 * MIB);
        assertThat(limit(LIMIT).status()).isEqualTo(200);

        rest.put(LIMITS, "{}");
        assertThat(limit(199 * MIB).status()).isEqualTo(409);
        clock.advance(Duration.ofMinutes(61));
        assertThat(limit(199 * MIB).status()).isEqualTo(200);
    }

    @Test
    void isNotAboutSliversThatAreStoppedOrBegunAnew() {
        hold(node1, newest, 412 * MIB);
        hold(node2, newest, 412 * MIB);
        assertThat(limit(LIMIT).detail()).contains("on node1", "on node2");
        rest.post("/api/v1/slices/demo_a/slivers/node1/stop", "");
        assertThat(limit(LIMIT).detail()).contains("on node2").doesNotContain("on node1");
        rest.post("/api/v1/slices/demo_a/slivers/node2/rebuild", "");
        assertThat(limit(LIMIT).status()).isEqualTo(200);
    }

    @Test
    void namesTheFirstFewAndCountsTheRest() {
        for (int i = 3; i <= 7; i++) {
            AgentStream node = agents.ready("node" + i);
            rest.post("/api/v1/slices/demo_a/slivers", "{\"nodes\": [\"node" + i + "\"]}");
            node.runAll(1);
            hold(node, newest, (500 + i) * MIB);
        }
        hold(node1, newest, 412 * MIB);
        hold(node2, newest, LIMIT + 1);
        assertThat(limit(LIMIT).detail())
                .containsSubsequence("node7 holds 507 MiB", "node6", "node5", "node4", "node3", "and 2 more")
                .doesNotContain("node1", "node2");
        assertThat(limit(LIMIT + MIB).detail()).contains("and 1 more; the limit");
    }

    @Test
    void neverLooksLikeTheLimit() {
        hold(node1, newest, LIMIT + 1);
        assertThat(limit(LIMIT).detail())
                .contains("holds " + (LIMIT + 1) + " bytes", "the limit would be " + LIMIT + " bytes");
    }

    @Test
    void comesBackOnThePageWithWhatWasTypedAndABoxToForceIt() {
        hold(node1, newest, 412 * MIB);
        Browser browser = people.admin().browser();
        Browser.Page page = browser.get("/slices/demo_a");
        assertThat(page.html().select("#limits input[name=force]")).isEmpty();
        Map<String, String> typed = Map.of("memoryBytes", String.valueOf(LIMIT), "processes", "77");
        Browser.Page refused = browser.submit(page, "/slices/demo_a/limits", typed);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.html().select("#limits .wrong").text()).contains("holds 412 MiB", "256 MiB");
        assertThat(refused.value("processes")).isEqualTo("77");
        assertThat(refused.html().select("#limits input[name=force]")).hasSize(1);
        Browser.Page done = browser.submit(
                refused, "/slices/demo_a/limits", Map.of("memoryBytes", String.valueOf(LIMIT), "force", "true"));
        assertThat(done.location()).endsWith("/slices/demo_a");
        assertThat(rest.get(LIMITS).json().path("memoryBytes").longValue()).isEqualTo(LIMIT);
    }

    @Test
    void isNeverUnderWhatIsReserved() {
        assertThat(rest.put("/api/v1/slices/demo_a/slivers/node1/reservation", "{\"memoryBytes\": " + LIMIT + "}")
                        .status())
                .isEqualTo(200);

        for (String level : List.of(SITE, LIMITS, SLIVER)) {
            Rest.Answer refused = rest.put(level, "{\"memoryBytes\": " + (LIMIT - 1) + ", \"force\": true}");
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.wrongFields()).containsExactly("memoryBytes");
            assertThat(refused.detail())
                    .contains("a limit of " + (LIMIT - 1) + " bytes is under the " + LIMIT
                            + " that demo_a has reserved on node1");
            assertThat(isUnlimited()).isTrue();
        }

        assertThat(limit(LIMIT).status()).isEqualTo(200);
        Rest.Answer more =
                rest.put("/api/v1/slices/demo_a/slivers/node1/reservation", "{\"memoryBytes\": " + 2 * LIMIT + "}");
        assertThat(more.status()).isEqualTo(409);
        assertThat(more.detail())
                .contains(2 * LIMIT + " bytes of memory are more than the slice's limit there, which is " + LIMIT);
    }

    @Test
    void isLookedAtWhereverItIsLimited() {
        hold(node1, newest, 412 * MIB);
        for (String level : List.of(SITE, SLIVER)) {
            Rest.Answer refused = rest.put(level, "{\"memoryBytes\": " + LIMIT + "}");
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.detail()).contains("demo_a on node1 holds 412 MiB");
        }
        // One that has a limit of its own is not concerned by what the site says.
        assertThat(rest.put(SLIVER, "{\"memoryBytes\": " + 500 * MIB + "}").status())
                .isEqualTo(200);
        assertThat(rest.put(SITE, "{\"memoryBytes\": " + LIMIT + "}").status()).isEqualTo(200);
        assertThat(rest.put(SLIVER, "{}").status()).isEqualTo(409);
        assertThat(rest.put(SLIVER, "{\"force\": true}").status()).isEqualTo(200);
    }
}
