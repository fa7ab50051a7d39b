package org.lamella.slivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.protocol.SliverState;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;

/** {@code GET …/slivers?wait=}: an answer when there is nothing more to wait for. */
@ControlPlaneTest
class WaitTest {
    private static final String SLIVERS = "/api/v1/slices/demo_a/slivers";

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    private AgentStream stream;

    @BeforeEach
    void aSliverIsOnItsWay() {
        stream = agents.ready("node1");
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\", \"slivers\": {\"count\": 1}}");
        stream.awaitPlan();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SLIVER_STATE_RUNNING", "SLIVER_STATE_FAILED"})
    void answersAsSoonAsTheSliverHasComeAsFarAsItWill(SliverState end) {
        var waiting = get(SLIVERS + "?wait=60s");
        stream.reportAll(SliverState.SLIVER_STATE_STARTING, "soon");
        await().until(() -> rest.get(SLIVERS).texts("items", "state").contains("STARTING"));
        assertThat(waiting).isNotDone();
        stream.reportAll(end, "");
        assertThat(waiting)
                .succeedsWithin(Duration.ofSeconds(30))
                .satisfies(answer -> assertThat(answer.texts("items", "state"))
                        .containsExactly(end.name().replace("SLIVER_STATE_", "")));
    }

    @Test
    void answersAtTheLatestWhenTheTimeIsOver() {
        long began = System.nanoTime();
        assertThat(rest.get(SLIVERS + "?wait=300ms").texts("items", "state")).containsExactly("PENDING");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void answersThatThereIsNoneOnceADeletedSliceHasGone() {
        stream.reportAllRunning();
        rest.delete("/api/v1/slices/demo_a");
        var waiting = get(SLIVERS + "?wait=60");
        stream.runAll(0);
        assertThat(waiting)
                .succeedsWithin(Duration.ofSeconds(30))
                .satisfies(answer -> assertThat(answer.status()).isEqualTo(404));
    }

    @Test
    void letsManyWaitForTheSameSlice() {
        var waiting = IntStream.range(0, 50)
                .mapToObj(number -> get(SLIVERS + "?wait=60s"))
                .toList();
        stream.reportAllRunning();
        assertThat(CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)))
                .succeedsWithin(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "soon", "-1s", "61s", "1h", "PT1H", "9223372036854775807d", "99999999999999999999s", "NaN"})
    void refusesATimeThatItWillNotWait(String time) {
        var answer = rest.get(SLIVERS + "?wait=" + time);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.wrongFields()).containsExactly("wait");
        assertThat(answer.detail()).contains("0s to 60s");
    }

    private CompletableFuture<Rest.Answer> get(String path) {
        return CompletableFuture.supplyAsync(() -> rest.get(path), task -> Thread.startVirtualThread(task));
    }
}
