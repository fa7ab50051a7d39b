package org.lamella.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.agentlink.Agents;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.lamella.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nodes that are taken out of use: for as long as somebody says, or for a time that is known before. */
@ControlPlaneTest
class DrainAndMaintenanceTest {
    private static final String NODE = "/api/v1/nodes/node1";

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private People people;

    @Autowired
    private SettableClock clock;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void thereIsANode() {
        agents.add("node1");
    }

    @Test
    void showsWhoDrainedANodeSinceWhenAndWhy() {
        Rest tech = people.at("demo", Role.TECH).rest();
        var drained = tech.post(NODE + "/drain", "{\"reason\": \" a fan is broken \"}");
        assertThat(drained.status()).isEqualTo(200);
        var drain = rest.get(NODE).json().path("drained");
        assertThat(drain.path("by").stringValue()).isEqualTo("tech.demo@example.org");
        assertThat(drain.path("reason").stringValue()).isEqualTo("a fan is broken");
        assertThat(drain.path("since").stringValue()).isEqualTo(clock.instant().toString());
        clock.advance(Duration.ofHours(1));
        var again = rest.post(NODE + "/drain", "{\"reason\": \"two fans are\"}").json();
        assertThat(again.path("drained").path("since")).isEqualTo(drain.path("since"));
        assertThat(tech.delete(NODE + "/drain").json().path("drained").isNull()).isTrue();
        assertThat(tech.delete(NODE + "/drain").status()).isEqualTo(200);
    }

    @Test
    void drainsOnlyWithAReasonAndForThoseWhoLookAfterTheNode() {
        assertThat(rest.post(NODE + "/drain", "{\"reason\": \" \"}").wrongFields())
                .containsExactly("reason");
        assertThat(rest.post(NODE + "/drain", "{\"reason\": \"" + "r".repeat(501) + "\"}")
                        .detail())
                .contains("has 501 characters, at most 500");
        Rest user = people.at("demo", Role.USER).rest();
        assertThat(user.post(NODE + "/drain", "{\"reason\": \"mine\"}").status())
                .isEqualTo(403);
        assertThat(user.delete(NODE + "/drain").status()).isEqualTo(403);
        assertThat(rest.post("/api/v1/nodes/node9/drain", "{\"reason\": \"x\"}").status())
                .isEqualTo(404);
    }

    @Test
    void keepsAWindowUntilItsEnd() {
        var planned = rest.post(NODE + "/maintenance", window(1, 3));
        assertThat(planned.status()).isEqualTo(201);
        assertThat(planned.json().path("by").stringValue()).isEqualTo("admin@localhost");
        clock.advance(Duration.ofHours(2));
        assertThat(rest.get(NODE).texts("maintenance", "reason")).containsExactly("new disks");
        clock.advance(Duration.ofHours(1));
        assertThat(rest.get(NODE).texts("maintenance", "reason")).isEmpty();
    }

    @Test
    void refusesWindowsThatOverlap() {
        rest.post(NODE + "/maintenance", window(1, 3));
        var refused = rest.post(NODE + "/maintenance", window(2, 4));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.detail())
                .contains("overlaps with the window from " + clock.instant().plus(Duration.ofHours(1)));
        assertThat(rest.post(NODE + "/maintenance", window(3, 4)).status()).isEqualTo(201);
        assertThat(rest.post(NODE + "/maintenance", window(0, 1)).status()).isEqualTo(201);
    }

    @Test
    void letsOneOfManyOverlappingWindowsIn() throws Exception {
        List<Callable<Integer>> work = IntStream.range(0, 30)
                .mapToObj(number -> (Callable<Integer>)
                        () -> rest.post(NODE + "/maintenance", window(1, 3)).status())
                .toList();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Integer> statuses =
                    executor.invokeAll(work).stream().map(Future::resultNow).toList();
            assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
        }
    }

    @Test
    void hasOverlapsRefusedByTheSchemaToo() {
        rest.post(NODE + "/maintenance", window(1, 3));
        var from = clock.instant().plus(Duration.ofHours(2)).atOffset(ZoneOffset.UTC);
        assertThatThrownBy(() -> jdbc.sql("""
                                insert into maintenance_windows (node_id, starts_at, ends_at, reason, planned_by)
                                select id, ?, ?, 'x', 'x' from nodes""").params(from, from.plusHours(2)).update())
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("maintenance_windows_do_not_overlap");
    }

    @Test
    void saysEverythingThatIsWrongWithAWindow() {
        assertThat(rest.post(NODE + "/maintenance", "{\"from\": \"tomorrow\", \"to\": \"\"}")
                        .wrongFields())
                .containsExactly("from", "until", "to");
        assertThat(rest.post(NODE + "/maintenance", window(3, 1)).detail()).contains("is not after");
        assertThat(rest.post(NODE + "/maintenance", window(-3, -1)).detail()).contains("is over already");
        assertThat(rest.post(NODE + "/maintenance", window(0, 24 * 91)).detail())
                .contains("at most 90 days");
    }

    @Test
    void callsAWindowOff() {
        long id =
                rest.post(NODE + "/maintenance", window(1, 3)).json().path("id").longValue();
        Rest user = people.at("demo", Role.USER).rest();
        assertThat(user.delete(NODE + "/maintenance/" + id).status()).isEqualTo(403);
        agents.add("node2");
        assertThat(rest.delete("/api/v1/nodes/node2/maintenance/" + id).status())
                .isEqualTo(404);
        assertThat(rest.delete(NODE + "/maintenance/" + id).status()).isEqualTo(204);
        assertThat(rest.get(NODE).json().path("maintenance")).isEmpty();
    }

    private String window(int fromHours, int untilHours) {
        return "{\"from\": \"%s\", \"until\": \"%s\", \"reason\": \"new disks\"}"
                .formatted(
                        clock.instant().plus(Duration.ofHours(fromHours)),
                        clock.instant().plus(Duration.ofHours(untilHours)));
    }
}
