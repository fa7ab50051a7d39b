package org.lamella.agentlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.protocol.Answer;
import org.lamella.protocol.NodeReport;
import org.lamella.protocol.Question;
import org.lamella.protocol.Sender;
import org.lamella.protocol.SenderList;
import org.lamella.protocol.SliverLinkReport;
import org.lamella.protocol.SliverState;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;

/** Which slice sent a packet, asked of its node; and what a node says of slivers' links without being asked. */
@ControlPlaneTest
class WhoSentTest {
    private static final String WHO = "/api/v1/nodes/node1/who-sent";

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    private AgentStream stream;

    @BeforeEach
    void aNodeIsConnected() {
        stream = agents.ready("node1");
    }

    @Test
    void asksTheNodeAndWritesDownThatSomebodyAsked() {
        CompletableFuture<Rest.Answer> asked = CompletableFuture.supplyAsync(
                () -> rest.get(WHO + "?address=192.0.2.1&port=40000&at=2026-11-23T14:00:00Z"));
        Question question = stream.awaitQuestion(0);
        assertThat(question.getWhoSent().getAddress()).isEqualTo("192.0.2.1");
        assertThat(question.getWhoSent().getPort()).isEqualTo(40_000);
        assertThat(question.getWhoSent().getAtMillis()).isEqualTo(1_795_442_400_000L);
        stream.answer(Answer.newBuilder()
                .setQuestion(question.getId())
                .setSenders(SenderList.newBuilder()
                        .addSenders(Sender.newBuilder()
                                .setSlice("demo_a")
                                .setProtocol("tcp")
                                .setOwn("10.213.0.2:40000")
                                .setSeen("192.0.2.1:40000")
                                .setOther("198.51.100.7:80")
                                .setFromMillis(1_795_442_399_000L))));

        Rest.Answer answer = asked.join();
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.texts("items", "slice")).containsExactly("demo_a");
        assertThat(answer.texts("items", "other")).containsExactly("198.51.100.7:80");
        assertThat(answer.json().path("items").path(0).path("until").isNull()).isTrue();
        assertThat(rest.get("/api/v1/audit?object=node1&action=node-asked-who-sent")
                        .text())
                .contains("192.0.2.1:40000 at 2026-11-23T14:00:00Z");
    }

    @Test
    void saysEverythingThatIsWrong() {
        assertThat(rest.get(WHO + "?address=node1&port=70000&at=yesterday").wrongFields())
                .containsExactly("address", "port", "at");
    }

    @Test
    void showsASliversAddressAndWhatItForged() {
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\", \"slivers\": {\"nodes\": [\"node1\"]}}");
        var sliver = stream.awaitPlan(1).getSlivers(0);
        stream.report(NodeReport.newBuilder()
                .setWhole(true)
                .addSlivers(AgentStream.seen(sliver, 1, SliverState.SLIVER_STATE_RUNNING, "").toBuilder()
                        .setLink(SliverLinkReport.newBuilder()
                                .setAddress("10.213.0.2")
                                .setSpoofedPackets(3)
                                .setSpoofedArp(2)))
                .build());

        await().untilAsserted(() -> {
            var shown = rest.get("/api/v1/slices/demo_a/slivers/node1").json();
            assertThat(shown.path("address").stringValue()).isEqualTo("10.213.0.2");
            assertThat(shown.path("spoofed").asInt()).isEqualTo(5);
        });
    }
}
