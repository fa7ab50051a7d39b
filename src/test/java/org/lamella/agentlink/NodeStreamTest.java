package org.lamella.agentlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lamella.protocol.ImageKind;
import org.lamella.protocol.ImagePlan;
import org.lamella.protocol.NodePlan;
import org.lamella.protocol.SliverGoal;
import org.lamella.protocol.SliverPlan;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;

/** What goes down an agent's stream, and when. */
@ControlPlaneTest
class NodeStreamTest {
    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Test
    void welcomesANodeAndSendsItsWholePlan() {
        AgentStream stream = agents.ready("node1");
        assertThat(stream.awaitWelcome().getNode()).isEqualTo("node1");
        assertThat(stream.awaitWelcome().getHeartbeatMillis()).isEqualTo(5_000);
        assertThat(stream.awaitPlan(0).getGeneration()).isZero();
        await().untilAsserted(() -> {
            var node = rest.get("/api/v1/nodes/node1").json();
            assertThat(node.path("state").stringValue()).isEqualTo("READY");
            assertThat(node.path("hostname").stringValue()).isEqualTo("scripted");
            assertThat(node.path("simulated").booleanValue()).isFalse();
        });
    }

    @Test
    void sendsAChangeWholeWithANewGeneration() {
        AgentStream stream = agents.ready("node1");
        create("demo_a");
        NodePlan first = stream.awaitPlan(1);
        create("demo_b");
        NodePlan second = stream.awaitPlan(2);
        assertThat(second.getGeneration()).isGreaterThan(first.getGeneration());
        assertThat(second.getSliversList()).extracting(SliverPlan::getSlice).containsExactly("demo_a", "demo_b");
        assertThat(second.getSliversList())
                .extracting(SliverPlan::getGoal)
                .containsOnly(SliverGoal.SLIVER_GOAL_RUNNING);
        assertThat(second.getImagesList())
                .singleElement()
                .extracting(ImagePlan::getName, ImagePlan::getKind)
                .containsExactly("busybox", ImageKind.IMAGE_KIND_BUSYBOX);
    }

    @Test
    void leavesWhatIsWantedAbsentOutOfThePlan() {
        AgentStream stream = agents.ready("node1");
        create("demo_a");
        create("demo_b");
        stream.awaitPlan(2);
        rest.delete("/api/v1/slices/demo_a");
        assertThat(stream.awaitPlan(1).getSlivers(0).getSlice()).isEqualTo("demo_b");
    }

    @Test
    void collapsesABurstOfChangesForANodeThatReadsSlowly() {
        AgentStream stream = agents.ready("node1");
        stream.stopReading();
        IntStream.range(0, 100).parallel().forEach(number -> create("demo_one_of_a_burst_of_changes_" + number));
        stream.readOn();
        NodePlan last = stream.awaitPlan(100);
        assertThat(last.getGeneration()).isEqualTo(100);
        assertThat(stream.plans()).hasSizeLessThan(100);
        assertThat(stream.plans()).extracting(NodePlan::getGeneration).isSorted();
    }

    @Test
    void sendsAPlanAgainToANodeThatLags() {
        AgentStream stream = agents.ready("node1");
        create("demo_a");
        NodePlan plan = stream.awaitPlan(1);
        await().until(() -> stream.plans().stream().filter(plan::equals).count() >= 2);
        stream.reportAllRunning();
        await().until(() -> generationApplied() == plan.getGeneration());
    }

    private long generationApplied() {
        return rest.get("/api/v1/nodes/node1").json().path("generationApplied").longValue();
    }

    private void create(String name) {
        var answer = rest.post("/api/v1/slices", "{\"name\":\"" + name + "\",\"slivers\":{\"nodes\":[\"node1\"]}}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }
}
