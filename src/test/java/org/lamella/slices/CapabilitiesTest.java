package org.lamella.slices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.protocol.SliverBounds;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is granted to root in a slice's slivers. */
@ControlPlaneTest
class CapabilitiesTest {
    private static final String CAPABILITIES = "/api/v1/slices/demo_a/capabilities";

    @Autowired
    private Rest rest;

    @Autowired
    private People people;

    @Autowired
    private Agents agents;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void thereIsASlice() {
        assertThat(rest.post("/api/v1/slices", "{\"name\": \"demo_a\"}").status())
                .isEqualTo(201);
    }

    @Test
    void reachTheNodesAtOnce() {
        AgentStream stream = agents.ready("node1");
        rest.post("/api/v1/slices/demo_a/slivers", "{\"count\": 1}");
        stream.runAll(1);
        rest.put(CAPABILITIES, "{\"capabilities\": [\"CAP_SYS_NICE\", \"CAP_NET_ADMIN\", \"CAP_SYS_NICE\"]}");
        await().until(() -> last(stream).getCapabilitiesList().size() == 2);
        assertThat(last(stream).getCapabilitiesList()).containsExactly("CAP_NET_ADMIN", "CAP_SYS_NICE");
        rest.put(CAPABILITIES, "{\"capabilities\": []}");
        await().until(() -> last(stream).getCapabilitiesList().isEmpty());
    }

    private static SliverBounds last(AgentStream stream) {
        return stream.plans().getLast().getSlivers(0).getBounds();
    }

    @Test
    void areRefusedWithAllThatIsWrong() {
        var grant = rest.put(
                CAPABILITIES, "{\"capabilities\": [\"CAP_SYS_MODULE\", \"CAP_NET_ADMIN\", \"CAP_SYS_RAWIO\"]}");
        assertThat(grant.status()).isEqualTo(400);
        assertThat(grant.wrongFields()).containsExactly("capabilities", "capabilities");
        assertThat(rest.get(CAPABILITIES).json().path("capabilities")).isEmpty();
    }

    @Test
    void areGrantedByAdmins() {
        Rest pi = people.at("demo", Role.PI).rest();
        assertThat(pi.put(CAPABILITIES, "{\"capabilities\": [\"CAP_NET_ADMIN\"]}")
                        .status())
                .isEqualTo(403);
        assertThat(rest.put(CAPABILITIES, "{\"capabilities\": [\"CAP_NET_ADMIN\"]}")
                        .status())
                .isEqualTo(200);
        assertThat(pi.get(CAPABILITIES).json().path("capabilities").toString()).isEqualTo("[\"CAP_NET_ADMIN\"]");
    }

    @Test
    void areInTheAuditTrailOnceWithWhatTheyWere() {
        rest.put(CAPABILITIES, "{\"capabilities\": [\"CAP_NET_ADMIN\"]}");
        rest.put(CAPABILITIES, "{\"capabilities\": [\"CAP_NET_ADMIN\"]}");
        rest.put(CAPABILITIES, "{\"capabilities\": [\"CAP_SYS_NICE\"]}");
        assertThat(jdbc.sql("select coalesce(before::text, '') || coalesce(after::text, '') from audit_events"
                                + " where action = 'slice-capabilities-granted' order by id")
                        .query(String.class)
                        .list())
                .hasSize(2)
                .satisfies(rows -> assertThat(rows.getLast()).contains("CAP_NET_ADMIN", "CAP_SYS_NICE"));
    }
}
