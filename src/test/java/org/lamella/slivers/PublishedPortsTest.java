package org.lamella.slivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.protocol.PortProtocol;
import org.lamella.protocol.PublishedPort;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;

/** Ports of nodes that lead to slivers: chosen, refused, put into the plan, withdrawn. */
@ControlPlaneTest
class PublishedPortsTest {
    private static final String PORTS = "/api/v1/slices/demo_a/ports";

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    private AgentStream stream;

    @BeforeEach
    void aSliceIsOnTwoNodes() {
        stream = agents.ready("node1");
        agents.ready("node2");
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\", \"slivers\": {\"nodes\": [\"node1\", \"node2\"]}}");
        stream.runAll(1);
    }

    private List<PublishedPort> planned() {
        return stream.plans().getLast().getSliversList().stream()
                .flatMap(sliver -> sliver.getNetwork().getPortsList().stream())
                .toList();
    }

    @Test
    void choosesTheLowestFreePortsOfEachNodeAndPutsThemIntoThePlan() {
        var first = rest.post(PORTS, "{\"node\": \"node1\", \"port\": 80}");
        assertThat(first.status()).as(first.text()).isEqualTo(201);
        assertThat(first.texts("items", "nodePort")).containsExactly("20000");
        assertThat(rest.post(PORTS, "{\"port\": 90, \"count\": 3}").texts("items", "nodePort"))
                .containsExactlyInAnyOrder("20001", "20000");
        assertThat(rest.post(PORTS, "{\"node\": \"node1\", \"port\": 53, \"protocol\": \"udp\"}")
                        .texts("items", "nodePort"))
                .containsExactly("20000");

        await().until(() -> planned().size() == 3);
        assertThat(planned())
                .contains(
                        PublishedPort.newBuilder()
                                .setProtocol(PortProtocol.PORT_PROTOCOL_TCP)
                                .setNodePort(20001)
                                .setSliverPort(90)
                                .setCount(3)
                                .build(),
                        PublishedPort.newBuilder()
                                .setProtocol(PortProtocol.PORT_PROTOCOL_UDP)
                                .setNodePort(20000)
                                .setSliverPort(53)
                                .setCount(1)
                                .build());
        assertThat(rest.get(PORTS).texts("items", "node")).containsExactly("node1", "node1", "node1", "node2");
        assertThat(rest.get("/api/v1/audit?object=demo_a&action=port-published").text())
                .contains("node1:20001-20003/tcp → 90-92");
    }

    @Test
    void refusesAPortThatIsPublishedAndSaysForWhomAndOffersAFreeOne() {
        rest.post("/api/v1/slices", "{\"name\": \"demo_b\", \"slivers\": {\"nodes\": [\"node1\"]}}");
        rest.post("/api/v1/slices/demo_b/ports", "{\"port\": 80, \"count\": 4, \"nodePort\": 20000}");

        var refused = rest.post(PORTS, "{\"port\": 80, \"nodePort\": 20003}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.detail()).isEqualTo("port 20000-20003/tcp of node1 is published for demo_b");
        assertThat(refused.json().path("alternatives").path(0).path("body").toString())
                .contains("\"nodePort\":20004")
                .contains("\"node\":\"node1\"");
        assertThat(rest.get(PORTS).json().path("items")).isEmpty();
        assertThat(rest.post(PORTS, "{\"port\": 80, \"nodePort\": 20003, \"protocol\": \"udp\"}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void saysEverythingThatIsWrong() {
        assertThat(rest.post(PORTS, "{\"port\": 0, \"protocol\": \"sctp\", \"nodePort\": 22, \"other\": 1}")
                        .wrongFields())
                .containsExactly("other");
        var wrong = rest.post(PORTS, "{\"port\": 0, \"protocol\": \"sctp\", \"nodePort\": 22}");
        assertThat(wrong.wrongFields()).containsExactly("protocol", "port", "nodePort");
        assertThat(wrong.text()).contains("must be 20000 to 29999, not 22");
        assertThat(rest.post(PORTS, "{\"port\": 80, \"count\": 65}").wrongFields())
                .containsExactly("count");
        assertThat(rest.post(PORTS, "{\"port\": 80, \"node\": \"node9\"}").detail())
                .isEqualTo("there is no sliver of demo_a on node9");
    }

    @Test
    void limitsHowManyPortsASliverHas() {
        rest.post(PORTS, "{\"node\": \"node1\", \"port\": 1000, \"count\": 60}");

        var refused = rest.post(PORTS, "{\"port\": 80, \"count\": 5}");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.detail()).isEqualTo("sliver of demo_a on node1: 60 of 64 ports used, 5 more asked for");
    }

    @Test
    void takesAWithdrawnPortOutOfThePlanAndGivesItToTheNext() {
        rest.post(PORTS, "{\"node\": \"node1\", \"port\": 80}");
        await().until(() -> planned().size() == 1);

        assertThat(rest.delete(PORTS + "/node1:20000:tcp").status()).isEqualTo(204);

        await().until(() -> planned().isEmpty());
        assertThat(rest.delete(PORTS + "/node1:20000:tcp").detail())
                .isEqualTo("there is no published port of demo_a node1:20000:tcp");
        assertThat(rest.post(PORTS, "{\"node\": \"node1\", \"port\": 81}").texts("items", "nodePort"))
                .containsExactly("20000");
    }

    @Test
    void letsPortsGoWithTheirSliver() {
        rest.post(PORTS, "{\"node\": \"node1\", \"port\": 80}");
        rest.delete("/api/v1/slices/demo_a/slivers/node1");
        stream.runAll(0);
        await().until(() -> rest.get("/api/v1/slices/demo_a/slivers/node1").status() == 404);

        assertThat(rest.get(PORTS).json().path("items")).isEmpty();
    }

    @Test
    void givesOnePortToOneOfManyWhoWantItAtOnce() throws Exception {
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String slice = "demo_c" + i;
            rest.post("/api/v1/slices", "{\"name\": \"" + slice + "\", \"slivers\": {\"nodes\": [\"node1\"]}}");
            calls.add(() -> rest.post("/api/v1/slices/" + slice + "/ports", "{\"port\": 80, \"nodePort\": 25000}")
                    .status());
        }
        List<Integer> statuses = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var answer : threads.invokeAll(calls)) {
                statuses.add(answer.get());
            }
        }

        assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
    }
}
