package org.lamella.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamella.usage.TestUsage.use;
import static org.lamella.usage.TestUsage.window;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.testing.Browser;
import org.lamella.testing.Browsers;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.lamella.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;

/** Active and live, on the page over all and on those of a slice and a node. */
@ControlPlaneTest
class UsagePagesTest {
    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private People people;

    @Autowired
    private Browsers browsers;

    @Autowired
    private SettableClock clock;

    private AgentStream node1;
    private Browser admin;

    @BeforeEach
    void aBusyAndAnIdleSliverRun() {
        agents.add("node2");
        node1 = agents.ready("node1");
        for (String slice : List.of("demo_busy", "demo_idle")) {
            rest.post("/api/v1/slices", "{\"name\": \"" + slice + "\", \"slivers\": {\"nodes\": [\"node1\"]}}");
        }
        node1.runAll(2);
        Instant newest = Windows.newest(clock.instant());
        for (int back = 0; back < 3; back++) {
            node1.tellUsage(window(
                    newest.minus(Windows.LENGTH.multipliedBy(back)),
                    use(node1, "demo_busy", 36_900 / (back + 1), 4),
                    use(node1, "demo_idle", 0, 0)));
        }
        admin = browsers.signedIn();
    }

    @Test
    void showsNodes() {
        Browser.Page page = admin.get("/usage");
        assertThat(page.text()).contains("1 slice is active, 1 live; 1 of 2 nodes were heard.", "node2 not heard");
        assertThat(page.html().select("#usage td a.name").eachText()).containsExactly("node1", "node2");
        assertThat(page.html().select("#usage svg[role=img] title").eachText())
                .containsExactly("1 live now; 1 to 1 in the last three hours");
        assertThat(admin.get("/usage?filter=live%3E0")
                        .html()
                        .select("#usage td a.name")
                        .eachText())
                .containsExactly("node1");
        assertThat(admin.get("/usage?sort=-cpus")
                        .html()
                        .select("th[aria-sort=descending]")
                        .eachText())
                .containsExactly("CPUs used");
        assertThat(admin.get("/usage?filter=colour:red").errors()).contains("there is no field colour");
    }

    @Test
    void showsSlicesToWhoMaySeeThem() {
        assertThat(admin.get("/usage/slices?sort=-live")
                        .html()
                        .select("#usage td a.name")
                        .eachText())
                .containsExactly("demo_busy", "demo_idle");
        people.site("kyoto");
        Browser stranger = people.at("kyoto", Role.USER).browser();
        assertThat(stranger.get("/usage/slices").text())
                .contains("No slice yet")
                .doesNotContain("demo_busy");
        assertThat(stranger.get("/usage").text()).contains("1 slice is active");
    }

    @Test
    void showsWhatSliversGotOnTheirSlicesAndNodesPages() {
        Browser.Page busy = admin.get("/slices/demo_busy");
        assertThat(busy.text()).contains("live, 12.3 % CPU");
        assertThat(busy.html().select("svg[role=img] title").eachText())
                .containsExactly("12.3 % of a CPU now; 4.1 to 12.3 in the last three hours");
        assertThat(admin.get("/slices/demo_idle").text()).contains("idle, 0 % CPU");
        assertThat(admin.get("/nodes/node1").text()).contains("live, 12.3 % CPU", "idle, 0 % CPU");
        clock.advance(Windows.LENGTH);
        assertThat(admin.get("/slices/demo_busy").text()).contains("not heard");
    }

    @Test
    void drawsTheLastHoursOfTheWholeTestbed() {
        assertThat(admin.get("/usage").html().select("[hx-get=/usage/line]")).hasSize(1);
        assertThat(admin.get("/usage/slices").html().select("[hx-get=/usage/line]"))
                .hasSize(1);
        Browser.Page line = admin.get("/usage/line");
        assertThat(line.html().select("svg[role=img] title").eachText())
                .containsExactly(
                        "1 active now; 1 to 1 in the last three hours", "1 live now; 1 to 1 in the last three hours");
        assertThat(line.html().select("svg path").eachAttr("d")).allMatch(path -> path.startsWith("M99 1L"));
        clock.advance(Duration.ofHours(4));
        assertThat(admin.get("/usage/line").text()).contains("Nothing was heard of any node in the last three hours");
    }

    @Test
    void showsWhatWasPromisedAndDelivered() {
        assertThat(admin.get("/slices/demo_busy").text()).doesNotContain("Promised and delivered");
        node1.tellUsage(window(
                Windows.newest(clock.instant()).minus(Windows.LENGTH.multipliedBy(3)),
                use(node1, "demo_busy", 36_900, 4)
                        .setCpuReservedPercent(25)
                        .setCpuPromisedMillis(150_000)
                        .setCpuMissedMillis(0)
                        .setNetworkReservedBits(8_000_000)
                        .setSentPromisedBytes(100_000_000)
                        .setSentMissedBytes(40_000_000)
                        .setSentWaitedMillis(60_000)
                        .setReceivedPromisedBytes(5_000_000)
                        .setReceivedMissedBytes(0)
                        .setMemoryGuaranteedBytes(512 << 20)));
        for (String page : List.of("/slices/demo_busy", "/nodes/node1", "/slices/demo_busy/slivers/node1")) {
            assertThat(admin.get(page).text())
                    .as(page)
                    .contains("Promised and delivered, last 3 hours")
                    .contains("not all kept 25 %: all it wanted 8 Mbit/s: 60.0 MB of 100.0 MB, waited 60.0 s"
                            + " 8 Mbit/s: all of 5.0 MB 512 MiB: not known");
        }
        assertThat(admin.get("/slices/demo_busy/slivers/node1").text()).contains("live, 12.3 % CPU");
    }

    @Test
    void saysWhatThePageIsForWhereThereIsNothing() {
        rest.post("/api/v1/slices", "{\"name\": \"demo_new\", \"slivers\": {\"nodes\": [\"node2\"]}}");
        assertThat(admin.get("/slices/demo_new").text()).contains("not heard");
        assertThat(admin.get("/nodes/node2").status()).isEqualTo(200);
    }
}
