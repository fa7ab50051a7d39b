package org.lamella.slivers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;

/** All processes of a node for those who look after it, a slice's for who may see the slice; nothing kept. */
@ControlPlaneTest
class SpectatorTest {
    private static final String OF_NODE = "/api/v1/nodes/node1/processes";
    private static final String OF_SLIVER = "/api/v1/slices/demo_a/slivers/node1/processes";

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private People people;

    private AgentStream stream;

    @BeforeEach
    void aSliverRuns() {
        stream = agents.ready("node1");
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\", \"slivers\": {\"nodes\": [\"node1\"]}}");
        stream.runAll(1);
    }

    @Test
    void showsTheBusiestFirst() {
        Rest.Answer answer = answered(0, () -> rest.get(OF_NODE));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.texts("items", "command")).containsExactly("busy", "idle");
        var busy = answer.json().path("items").path(0);
        assertThat(busy.path("slice").stringValue()).isEqualTo("demo_a");
        assertThat(busy.path("state").stringValue()).isEqualTo("SLEEPING");
        assertThat(busy.path("cpuSeconds").doubleValue()).isEqualTo(61.5);
        assertThat(busy.path("pidInside").longValue()).isEqualTo(12);
        assertThat(answer.json().path("leftOut").longValue()).isEqualTo(3);
        assertThat(stream.askedForProcessesOf(0)).isEmpty();
    }

    /** Whatever the node says: who sees one slice is shown no process of another. */
    @Test
    void showsOneSliversProcessesToWhoSeesTheSlice() {
        Rest pi = people.named("pi", "demo", Role.PI).rest();
        Rest.Answer answer = answered(0, () -> pi.get(OF_SLIVER));
        assertThat(answer.texts("items", "command")).containsExactly("busy");
        assertThat(stream.askedForProcessesOf(0)).isEqualTo("demo_a");

        Rest stranger = people.named("stranger", "mit", Role.PI).rest();
        assertThat(stranger.get(OF_SLIVER).status()).isEqualTo(404);
        assertThat(rest.get(OF_SLIVER.replace("node1", "node9")).status()).isEqualTo(404);
    }

    @Test
    void showsTheWholeNodeToThoseAloneWhoLookAfterIt() {
        Rest user = people.named("user", "demo", Role.USER).rest();
        assertThat(user.get(OF_NODE).status()).isEqualTo(403);
        Rest elsewhere = people.named("elsewhere", "mit", Role.TECH).rest();
        assertThat(elsewhere.get(OF_NODE).status()).isEqualTo(403);
        Rest tech = people.named("tech", "demo", Role.TECH).rest();
        assertThat(answered(0, () -> tech.get(OF_NODE)).texts("items", "slice")).containsExactly("demo_a", "demo_b");
    }

    @Test
    void saysSoWhenTheNodeIsAway() {
        agents.add("node2");
        Rest.Answer answer = rest.get("/api/v1/nodes/node2/processes");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.detail()).isEqualTo("the node node2 is not connected to this control plane now");
        assertThat(people.admin().browser().get("/nodes/node2/processes").html().text())
                .contains("the node node2 is not connected to this control plane now");
    }

    /** Asks, and lets the node answer the question of that place. */
    private Rest.Answer answered(int place, Supplier<Rest.Answer> request) {
        CompletableFuture<Rest.Answer> answer = CompletableFuture.supplyAsync(request);
        stream.answerWithTwoProcesses(place);
        return answer.join();
    }
}
