package org.lamella.slivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Addresses that are chosen, and slices that let each other reach theirs. */
@ControlPlaneTest
class SliverReachTest {
    private static final String ADDRESS = "/api/v1/slices/demo_a/slivers/node1/address";

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private JdbcClient jdbc;

    private AgentStream stream;

    @BeforeEach
    void twoSlicesAreOnANode() {
        stream = agents.ready("node1");
        jdbc.sql("update nodes set sliver_subnet = '10.213.0.0/24'").update();
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\", \"slivers\": {\"nodes\": [\"node1\"]}}");
        rest.post("/api/v1/slices", "{\"name\": \"demo_b\", \"slivers\": {\"nodes\": [\"node1\"]}}");
        stream.runAll(2);
    }

    private List<String> planned(int sliver, boolean address) {
        var network = stream.plans().getLast().getSlivers(sliver).getNetwork();
        return address ? List.of(network.getAddress()) : network.getPeersList();
    }

    private Rest.Answer let(String slice, String peer) {
        return rest.send(
                rest.request("/api/v1/slices/" + slice + "/peers/" + peer).PUT(BodyPublishers.noBody()));
    }

    @Test
    void putsAChosenAddressIntoThePlan() {
        var chosen = rest.put(ADDRESS, "{\"address\": \"10.213.0.9\"}");
        assertThat(chosen.status()).as(chosen.text()).isEqualTo(200);
        assertThat(chosen.json().path("wantedAddress").stringValue()).isEqualTo("10.213.0.9");
        await().until(() -> planned(0, true).equals(List.of("10.213.0.9")));

        rest.put(ADDRESS, "{}");
        await().until(() -> planned(0, true).equals(List.of("")));
    }

    @Test
    void refusesAnAddressThatAnotherHasOrThatIsNotTheNodes() {
        rest.put("/api/v1/slices/demo_b/slivers/node1/address", "{\"address\": \"10.213.0.9\"}");

        var taken = rest.put(ADDRESS, "{\"address\": \"10.213.0.9\"}");
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.detail()).isEqualTo("demo_a wants the address 10.213.0.9 on node1, which demo_b has");
        for (String wrong : List.of("10.213.0.1", "10.213.0.255", "10.9.9.9", "node1", "10.213.0.300")) {
            var refused = rest.put(ADDRESS, "{\"address\": \"" + wrong + "\"}");
            assertThat(refused.wrongFields()).containsExactly("address");
            assertThat(refused.text()).contains("must be within 10.213.0.2 to 10.213.0.254");
        }
    }

    @Test
    void tellsTheNodeOfPeersWhenBothLetEachOther() {
        let("demo_a", "demo_b");
        assertThat(rest.get("/api/v1/slices/demo_a/peers").texts("items", "mutual"))
                .containsExactly("false");

        var both = let("demo_b", "demo_a");

        assertThat(both.texts("items", "mutual")).containsExactly("true");
        await().until(() ->
                planned(0, false).equals(List.of("demo_b")) && planned(1, false).equals(List.of("demo_a")));
        assertThat(rest.delete("/api/v1/slices/demo_b/peers/demo_a").status()).isEqualTo(204);
        await().until(() -> planned(0, false).isEmpty() && planned(1, false).isEmpty());
        assertThat(let("demo_a", "demo_a").wrongFields()).containsExactly("peer");
        assertThat(let("demo_a", "mit_unknown").status()).isEqualTo(200);
    }
}
