package org.lamella.agentlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.lamella.protocol.SshLogin;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What agents say of ssh: where one gets in, and who did. */
@ControlPlaneTest
class SshReportsTest {
    private static final SshLogin BEGAN = SshLogin.newBuilder()
            .setId("0b1c2d3e-0000-4000-8000-000000000001")
            .setSlice("demo_a")
            .setAccount("ada@example.org")
            .setKeyFingerprint("SHA256:ENAHGCsoVvuqR7Qlwrp9FC7qESrUjlIFSeA3XhS7ddk")
            .setFrom("192.0.2.7")
            .setBeganMillis(1_795_000_000_000L)
            .build();
    private static final SshLogin ENDED =
            BEGAN.toBuilder().setEndedMillis(1_795_000_090_000L).build();

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private People people;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void publishesTheKeysByWhichANodeIsKnown() {
        agents.ready("node1");
        await().untilAsserted(() ->
                assertThat(rest.get("/api/v1/nodes/node1/ssh").status()).isEqualTo(200));
        JsonNode door = rest.get("/api/v1/nodes/node1/ssh").json();
        assertThat(door.path("port").intValue()).isEqualTo(2222);
        assertThat(door.path("knownHosts").path(0).stringValue())
                .isEqualTo("[scripted.example.org]:2222 " + ScriptedAgent.HOST_KEY);
        assertThat(door.path("hostKeys").path(0).path("fingerprint").stringValue())
                .isEqualTo("SHA256:ENAHGCsoVvuqR7Qlwrp9FC7qESrUjlIFSeA3XhS7ddk");
        assertThat(door.path("sshfp").path(0).stringValue())
                .matches("scripted\\.example\\.org\\. IN SSHFP 4 2 [0-9a-f]{64}");
        assertThat(people.admin().browser().get("/nodes/node1").text())
                .contains(
                        "ssh -p 2222 SLICE@scripted.example.org", "SHA256:ENAHGCsoVvuqR7Qlwrp9FC7qESrUjlIFSeA3XhS7ddk");
        agents.add("node2");
        assertThat(rest.get("/api/v1/nodes/node2/ssh").status()).isEqualTo(404);
    }

    @Test
    void keepsALoginOnceHoweverOftenItIsTold() {
        AgentStream node = agents.ready("node1");
        rest.post("/api/v1/slices", "{\"name\":\"demo_a\",\"slivers\":{\"nodes\":[\"node1\"]}}");
        node.runAll(1);
        node.logins(BEGAN);
        node.awaitStored(BEGAN);
        node.logins(BEGAN, ENDED);
        node.awaitStored(ENDED);
        node.logins(BEGAN, ENDED, SshLogin.newBuilder().setId("no id").build());
        await().until(() -> events("ssh-logout") == 1);
        assertThat(events("ssh-login")).isEqualTo(1);

        String page = people.admin().browser().get("/slices/demo_a").text();
        assertThat(page).contains("ada@example.org", "192.0.2.7", "ssh -p 2222 demo_a@scripted.example.org");
        JsonNode event =
                rest.get("/api/v1/audit?action=ssh-logout").json().path("items").path(0);
        assertThat(event.path("detail").stringValue())
                .isEqualTo("ada@example.org on node1 from 192.0.2.7 by key"
                        + " SHA256:ENAHGCsoVvuqR7Qlwrp9FC7qESrUjlIFSeA3XhS7ddk, after 90 s");
    }

    @Test
    void letsNoNodeChangeWhatAnotherHasTold() {
        AgentStream node1 = agents.ready("node1");
        AgentStream node2 = agents.ready("node2");
        node1.logins(BEGAN);
        node1.awaitStored(BEGAN);
        node2.logins(ENDED);
        node2.awaitStored(ENDED);
        assertThat(jdbc.sql("select node from ssh_logins where ended_at is null")
                        .query(String.class)
                        .list())
                .containsExactly("node1");
    }

    private long events(String action) {
        return jdbc.sql("select count(*) from audit_events where action = ?")
                .param(action)
                .query(Long.class)
                .single();
    }
}
