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

/** What each sliver of a slice may have at once, and what is granted to its root. */
@ControlPlaneTest
class SliceBoundsTest {
    private static final String SLICE = "/api/v1/slices/demo_a";

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

    private static SliverBounds last(AgentStream stream) {
        return stream.plans().getLast().getSlivers(0).getBounds();
    }

    @Test
    void areTheUsualOnesUntilSomebodySetsOthers() {
        var usual = rest.get(SLICE + "/limits").json();
        assertThat(usual.path("processes").intValue()).isEqualTo(4096);
        assertThat(usual.path("memoryBytes").isNull()).isTrue();
        assertThat(usual.path("own")).isEmpty();
        var set = rest.put(SLICE + "/limits", "{\"processes\": 500, \"memoryBytes\": 268435456}");
        assertThat(set.status()).isEqualTo(200);
        assertThat(set.json().path("memoryBytes").intValue()).isEqualTo(268_435_456);
        assertThat(set.json().path("openFiles").intValue()).isEqualTo(20_000);
        assertThat(set.json().path("own").valueStream().map(name -> name.stringValue()))
                .containsExactly("processes", "memoryBytes");
        assertThat(set.json()).isEqualTo(rest.get(SLICE + "/limits").json());
        // What is not said is as usual again.
        var less = rest.put(SLICE + "/limits", "{\"openFiles\": 300}").json();
        assertThat(less.path("processes").intValue()).isEqualTo(4096);
        assertThat(less.path("openFiles").intValue()).isEqualTo(300);
    }

    @Test
    void reachTheNodesAtOnce() {
        AgentStream stream = agents.ready("node1");
        rest.post(SLICE + "/slivers", "{\"count\": 1}");
        stream.runAll(1);
        assertThat(last(stream).getProcesses()).isEqualTo(4096);
        assertThat(last(stream).getMemoryBytes()).isZero();
        rest.put(SLICE + "/limits", "{\"processes\": 500, \"sharedMemoryBytes\": 65536}");
        await().until(() -> last(stream).getProcesses() == 500 && last(stream).getSharedMemoryBytes() == 65_536);
        rest.put(SLICE + "/capabilities", "{\"capabilities\": [\"CAP_SYS_NICE\", \"CAP_NET_ADMIN\"]}");
        await().until(() -> last(stream).getCapabilitiesList().size() == 2);
        assertThat(last(stream).getCapabilitiesList()).containsExactly("CAP_NET_ADMIN", "CAP_SYS_NICE");
        assertThat(last(stream).getProcesses()).isEqualTo(500);
    }

    @Test
    void areRefusedWithAllThatIsWrong() {
        var answer = rest.put(
                SLICE + "/limits",
                "{\"processes\": 1, \"memoryBytes\": \"much\", \"openFiles\": 99999999, \"disk\": 7}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.wrongFields()).containsExactlyInAnyOrder("processes", "memoryBytes", "openFiles", "disk");
        assertThat(answer.detail()).contains("must be from 16 to 1000000, not 1");
        var grant = rest.put(
                SLICE + "/capabilities",
                "{\"capabilities\": [\"CAP_SYS_MODULE\", \"CAP_NET_ADMIN\", \"CAP_SYS_RAWIO\"]}");
        assertThat(grant.status()).isEqualTo(400);
        assertThat(grant.wrongFields()).containsExactly("capabilities", "capabilities");
        assertThat(rest.get(SLICE + "/capabilities").json().path("capabilities"))
                .isEmpty();
        assertThat(rest.get(SLICE + "/limits").json().path("own")).isEmpty();
    }

    @Test
    void areSetByThoseWhoAnswerForTheSiteAndGrantedByAdmins() {
        People.Person somebody = people.at("demo", Role.USER);
        rest.post(SLICE + "/members", "{\"email\": \"%s\"}".formatted(somebody.email()));
        Rest member = somebody.rest();
        Rest pi = people.at("demo", Role.PI).rest();
        assertThat(member.get(SLICE + "/limits").status()).isEqualTo(200);
        assertThat(member.put(SLICE + "/limits", "{\"processes\": 500}").status())
                .isEqualTo(403);
        assertThat(pi.put(SLICE + "/limits", "{\"processes\": 500}").status()).isEqualTo(200);
        assertThat(pi.put(SLICE + "/capabilities", "{\"capabilities\": [\"CAP_NET_ADMIN\"]}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void areInTheAuditTrailWithWhatTheyWere() {
        rest.put(SLICE + "/limits", "{\"processes\": 500}");
        rest.put(SLICE + "/limits", "{\"processes\": 600}");
        rest.put(SLICE + "/limits", "{\"processes\": 600}");
        rest.put(SLICE + "/capabilities", "{\"capabilities\": [\"CAP_NET_ADMIN\"]}");
        assertThat(jdbc.sql(
                                "select action || ' ' || coalesce(before::text, '') || coalesce(after::text, '')"
                                        + " from audit_events where action like 'slice-limits%' or action like 'slice-cap%' order by id")
                        .query(String.class)
                        .list())
                .hasSize(3)
                .satisfies(rows -> assertThat(rows.get(1)).contains("500", "600"))
                .satisfies(rows -> assertThat(rows.getLast()).contains("CAP_NET_ADMIN"));
    }
}
