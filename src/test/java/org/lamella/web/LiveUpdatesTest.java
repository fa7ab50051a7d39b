package org.lamella.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.agentlink.Agents;
import org.lamella.testing.Browsers;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;

/** What open pages are told, so that they load themselves anew. */
@ControlPlaneTest
class LiveUpdatesTest {
    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private Browsers browsers;

    @Autowired
    private People people;

    @Test
    void tellEachOpenPageWhatHasChangedAndNotHow() {
        List<String> first = new CopyOnWriteArrayList<>();
        List<String> second = new CopyOnWriteArrayList<>();
        try (Stream<String> one = browsers.signedIn().lines("/live");
                Stream<String> other = browsers.signedIn().lines("/live")) {
            Thread.startVirtualThread(() -> one.forEach(first::add));
            Thread.startVirtualThread(() -> other.forEach(second::add));
            await().until(() -> first.contains(":here") && second.contains(":here"));
            agents.ready("node1");
            rest.post("/api/v1/slices", "{\"name\": \"demo_a\", \"description\": \"secret plans\"}");
            for (List<String> told : List.of(first, second)) {
                await().until(() -> told.containsAll(List.of("event:change", "data:NODE/node1", "data:SLICE/demo_a")));
                assertThat(told).noneMatch(line -> line.contains("secret plans"));
            }
        }
    }

    @Test
    void tellNobodyOfWhatTheyMayNotSee() {
        var user = people.at("demo", Role.USER);
        List<String> told = new CopyOnWriteArrayList<>();
        try (Stream<String> stream = user.browser().lines("/live")) {
            Thread.startVirtualThread(() -> stream.forEach(told::add));
            await().until(() -> told.contains(":here"));
            rest.post("/api/v1/slices", "{\"name\": \"demo_hidden\"}");
            rest.post("/api/v1/slices", "{\"name\": \"demo_shared\"}");
            rest.post("/api/v1/slices/demo_shared/members", "{\"email\": \"" + user.email() + "\"}");
            await().until(() -> told.contains("data:SLICE/demo_shared"));
            assertThat(told).noneMatch(line -> line.contains("demo_hidden"));
        }
    }
}
