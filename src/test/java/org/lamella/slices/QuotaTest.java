package org.lamella.slices;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.agentlink.Agents;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What sites and slices may have, and that nobody gets more. */
@ControlPlaneTest
class QuotaTest {
    private static final int AT_ONCE = 100;

    @Autowired
    private Rest rest;

    @Autowired
    private People people;

    @Autowired
    private Agents agents;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void showsWhatIsUsedAndAllowed() {
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\"}");
        var quota = rest.patch("/api/v1/sites/demo/quota", "{\"slices\": 7, \"slivers\": null}");
        assertThat(quota.status()).isEqualTo(200);
        assertThat(quota.texts("items", "resource"))
                .containsExactly(
                        "slices",
                        "sliversPerSlice",
                        "slivers",
                        "cpuPercent",
                        "bandwidth",
                        "reservationHours",
                        "diskBytes");
        var slices = quota.json().path("items").path(0);
        assertThat(slices.path("used").intValue()).isEqualTo(1);
        assertThat(slices.path("allowed").intValue()).isEqualTo(7);
        assertThat(slices.path("ownNumber").booleanValue()).isTrue();
        assertThat(quota.json().path("items").path(5).path("enforced").booleanValue())
                .isFalse();
        rest.patch("/api/v1/sites/demo/quota", "{\"slices\": null}");
        assertThat(rest.get("/api/v1/sites/demo/quota")
                        .json()
                        .path("items")
                        .path(0)
                        .path("allowed")
                        .intValue())
                .isEqualTo(100);
    }

    @Test
    void refusesNumbersThatAreNone() {
        var answer = rest.patch("/api/v1/sites/demo/quota", "{\"slices\": -1, \"slivers\": \"many\", \"cats\": 2}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.wrongFields()).containsExactlyInAnyOrder("slices", "slivers", "cats");
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\"}");
        assertThat(rest.patch("/api/v1/slices/demo_a/quota", "{\"slices\": 3}").wrongFields())
                .containsExactly("slices");
    }

    @Test
    void namesBothNumbersAndWhoCanRaiseThem() {
        rest.patch("/api/v1/sites/demo/quota", "{\"slices\": 1}");
        Rest pi = people.at("demo", Role.PI).rest();
        assertThat(pi.post("/api/v1/slices", "{\"name\": \"demo_a\"}").status()).isEqualTo(201);
        var answer = pi.post("/api/v1/slices", "{\"name\": \"demo_b\"}");
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.detail()).contains("site demo", "1 of 1 slices", "an admin");
        assertThat(answer.text()).contains("\"used\":1", "\"allowed\":1", "\"raisedBy\":[\"an admin\"]");
        assertThat(pi.get("/api/v1/sites/demo/quota").status()).isEqualTo(200);
        people.site("mit");
        assertThat(people.at("mit", Role.PI)
                        .rest()
                        .get("/api/v1/sites/demo/quota")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void countsTheSliversOfTheSliceAndOfItsSite() {
        List.of("node1", "node2", "node3").forEach(agents::ready);
        rest.patch("/api/v1/sites/demo/quota", "{\"slivers\": 3}");
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\", \"slivers\": {\"count\": 2}}");
        var both = rest.post("/api/v1/slices", "{\"name\": \"demo_b\", \"slivers\": {\"count\": 2}}");
        assertThat(both.status()).isEqualTo(429);
        assertThat(rest.get("/api/v1/slices/demo_b").status()).isEqualTo(404);
        rest.patch("/api/v1/slices/demo_a/quota", "{\"sliversPerSlice\": 2}");
        var answer = rest.post("/api/v1/slices/demo_a/slivers", "{\"count\": 1}");
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.detail()).contains("slice demo_a", "2 of 2");
        rest.patch("/api/v1/slices/demo_a/quota", "{\"sliversPerSlice\": null}");
        assertThat(rest.post("/api/v1/slices/demo_a/slivers", "{\"count\": 1}").status())
                .isEqualTo(201);
    }

    @Test
    void letsExactlyOneOfAHundredHaveTheLastSlice() {
        rest.patch("/api/v1/sites/demo/quota", "{\"slices\": 3}");
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\"}");
        rest.post("/api/v1/slices", "{\"name\": \"demo_b\"}");
        List<Integer> answers =
                atOnce(number -> () -> rest.post("/api/v1/slices", "{\"name\": \"demo_s" + number + "\"}")
                        .status());
        assertThat(answers).containsOnly(201, 429).containsOnlyOnce(201);
        assertThat(jdbc.sql("select count(*) from slices").query(Integer.class).single())
                .isEqualTo(3);
    }

    @Test
    void letsExactlyOneOfAHundredHaveTheLastSliver() {
        IntStream.range(0, 4).forEach(number -> agents.ready("node" + number));
        for (int number = 0; number < 4; number++) {
            rest.post("/api/v1/slices", "{\"name\": \"demo_s" + number + "\"}");
        }
        rest.post("/api/v1/slices/demo_s0/slivers", "{\"nodes\": [\"node0\"]}");
        rest.patch("/api/v1/sites/demo/quota", "{\"slivers\": 2}");
        List<Integer> answers = atOnce(number -> () -> rest.post(
                        "/api/v1/slices/demo_s" + number % 4 + "/slivers",
                        "{\"nodes\": [\"node" + (1 + number % 3) + "\"]}")
                .status());
        assertThat(answers).contains(429).containsOnlyOnce(201);
        assertThat(jdbc.sql("select count(*) from slivers").query(Integer.class).single())
                .isEqualTo(2);
    }

    private static List<Integer> atOnce(IntFunction<Callable<Integer>> request) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = threads.invokeAll(
                    IntStream.range(0, AT_ONCE).mapToObj(request).toList());
            return answers.stream().map(Future::resultNow).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
