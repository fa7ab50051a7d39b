package org.lamella.agentlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.protocol.MemoryReset;
import org.lamella.protocol.MemoryUser;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What agents say of slivers that they have reset for want of memory: who hears of it, and how often. */
@ControlPlaneTest
class MemoryResetsTest {
    private static final long MEBI = 1L << 20;
    private static final String ID = "0b1c2d3e-0000-4000-8000-00000000000";
    private static final long AT = 1_795_000_000_000L;

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private People people;

    @Autowired
    private JdbcClient jdbc;

    private static MemoryReset reset(int number, String slice, long atMillis) {
        return MemoryReset.newBuilder()
                .setId(ID + number)
                .setSlice(slice)
                .setAtMillis(atMillis)
                .setUsedBytes(5_000 * MEBI)
                .setGuaranteedBytes(1_000 * MEBI)
                .setAvailableBytes(300 * MEBI)
                .setTotalBytes(8_000 * MEBI)
                .addProcesses(MemoryUser.newBuilder()
                        .setPidInside(7)
                        .setCommand("python3 <sort>.py")
                        .setBytes(4_000 * MEBI))
                .build();
    }

    private AgentStream nodeWithASliver() {
        AgentStream node = agents.ready("node1");
        rest.post("/api/v1/slices", "{\"name\":\"demo_a\",\"slivers\":{\"nodes\":[\"node1\"]}}");
        node.runAll(1);
        people.named("ada", "demo", Role.USER);
        rest.post("/api/v1/slices/demo_a/members", "{\"email\":\"ada@example.org\"}");
        return node;
    }

    @Test
    void saysOfANodeWhetherItsDiskKnowsShares() {
        nodeWithASliver();
        assertThat(rest.get("/api/v1/nodes/node1").json().path("diskWeights").stringValue())
                .startsWith("none: vda has the scheduler none");
        assertThat(people.admin().browser().get("/nodes/node1").text())
                .contains("Shares of the disk", "none: vda has the scheduler none");
    }

    private List<String> mails() {
        return jdbc.sql("""
                        select body from mails
                        where kind = 'sliver-reset-for-memory' and recipient = 'ada@example.org' order by id""").query(String.class).list();
    }

    private long events() {
        return jdbc.sql("select count(*) from audit_events where action = 'sliver-reset-for-memory'")
                .query(Long.class)
                .single();
    }

    @Test
    void keepsAResetOnceAndTellsEverybodyConcerned() {
        AgentStream node = nodeWithASliver();
        node.resets(reset(1, "demo_a", AT));
        node.awaitStoredResets(ID + 1);
        node.resets(
                reset(1, "demo_a", AT), MemoryReset.newBuilder().setId("no id").build());
        node.awaitStoredResets(ID + 1, "no id");

        JsonNode items = rest.get("/api/v1/slices/demo_a/resets").json().path("items");
        assertThat(items).hasSize(1);
        JsonNode item = items.path(0);
        assertThat(item.path("node").stringValue()).isEqualTo("node1");
        assertThat(item.path("usedBytes").longValue()).isEqualTo(5_000 * MEBI);
        assertThat(item.path("guaranteedBytes").longValue()).isEqualTo(1_000 * MEBI);
        assertThat(item.path("lastResort").booleanValue()).isFalse();
        assertThat(item.path("processes").path(0).path("command").stringValue()).isEqualTo("python3 <sort>.py");
        assertThat(rest.get("/api/v1/nodes/node1/resets").json().path("items")).isEqualTo(items);

        assertThat(events()).isEqualTo(1);
        JsonNode event = rest.get("/api/v1/audit?action=sliver-reset-for-memory")
                .json()
                .path("items")
                .path(0);
        assertThat(event.path("detail").stringValue())
                .isEqualTo(
                        "demo_a on node1 was reset: it used 5000 MiB and is guaranteed 1000 MiB; the node had 300 MiB"
                                + " of 8000 MiB of memory left; its largest processes: 7 python3 <sort>.py (4000 MiB)");
        People.Person admin = people.admin();
        for (String page : List.of("/slices/demo_a", "/nodes/node1")) {
            assertThat(admin.browser().get(page).text())
                    .contains("Reset for want of memory", "5000 MiB", "1000 MiB", "300 MiB of 8000 MiB of memory left");
        }
    }

    @Test
    void tellsMembersByMailOnceAnHour() {
        AgentStream node = nodeWithASliver();
        node.resets(reset(1, "demo_a", AT));
        node.resets(reset(2, "demo_a", AT + 600_000));
        node.resets(reset(3, "demo_a", AT + 4_000_000));
        node.awaitStoredResets(ID + 3);
        assertThat(events()).isEqualTo(3);
        assertThat(mails())
                .hasSize(2)
                .allSatisfy(mail -> assertThat(mail)
                        .contains(
                                "the sliver used  5000 MiB",
                                "guaranteed       1000 MiB",
                                "7 python3 <sort>.py (4000 MiB)")
                        .contains("/slices/demo_a"));
    }

    @Test
    void sendsNoMailForANodeThatHoldsNoSliverOfTheSlice() {
        nodeWithASliver();
        AgentStream other = agents.ready("node2");
        other.resets(reset(4, "demo_a", AT));
        other.awaitStoredResets(ID + 4);
        assertThat(mails()).isEmpty();
        assertThat(events()).isEqualTo(1);
    }
}
