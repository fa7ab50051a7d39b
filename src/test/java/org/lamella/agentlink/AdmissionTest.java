package org.lamella.agentlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.protocol.NodePlan;
import org.lamella.protocol.Person;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;

/** Whose keys are in a node's plan, and that a change is sent at once. */
@ControlPlaneTest
class AdmissionTest {
    private static final String ADA_KEY = "AAAAC3NzaC1lZDI1NTE5AAAAINkmD86LHIngIPxCphMO2aIc0xijSx0o0cw2SPVLz0WY";
    private static final String ADA_FINGERPRINT = "SHA256:ENAHGCsoVvuqR7Qlwrp9FC7qESrUjlIFSeA3XhS7ddk";
    private static final String EVE_KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIIYS2altiCQBU9vS/kWZBrmtCCswXVydqTMiyQZnRqCy";

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private People people;

    private AgentStream node;
    private People.Person ada;
    private People.Person eve;

    @BeforeEach
    void twoSlicesOfAdaAndEve() {
        node = agents.ready("node1");
        people.site("other");
        ada = people.named("ada", "demo", Role.USER);
        eve = people.named("eve", "other", Role.USER);
        for (String slice : List.of("demo_a", "demo_b")) {
            create(slice);
            join(slice, ada);
        }
        join("demo_b", eve);
        add(ada, ADA_KEY);
        add(eve, EVE_KEY);
        awaitMembers(Map.of("demo_a", List.of("ada"), "demo_b", List.of("ada", "eve")));
    }

    @Test
    void namesEverybodyOnceWithAllKeys() {
        NodePlan plan = node.plans().getLast();
        assertThat(plan.getPeopleList()).hasSize(2);
        assertThat(plan.getPeople(0).getAccount()).isEqualTo("ada@example.org");
        assertThat(plan.getPeople(0).getSshKeysList())
                .singleElement()
                .satisfies(key -> assertThat(Base64.getEncoder().encodeToString(key.toByteArray()))
                        .isEqualTo(ADA_KEY));
        // What is wanted of the slivers is as it was.
        assertThat(plan.getSliversList()).allMatch(sliver -> sliver.getGeneration() < plan.getGeneration());
    }

    @Test
    void followsKeysThatAreRemovedOrBlocked() {
        Rest evesScript = eve.rest();
        long id = evesScript
                .get("/api/v1/ssh-keys")
                .json()
                .path("items")
                .path(0)
                .path("id")
                .longValue();
        assertThat(evesScript.delete("/api/v1/ssh-keys/" + id).status()).isEqualTo(204);
        awaitMembers(Map.of("demo_a", List.of("ada"), "demo_b", List.of("ada")));

        rest.post("/api/v1/blocked-ssh-keys", "{\"key\": \"" + ADA_FINGERPRINT + "\", \"reason\": \"stolen\"}");
        awaitMembers(Map.of());
    }

    @Test
    void followsMembersAndAccounts() {
        assertThat(rest.delete("/api/v1/slices/demo_b/members/eve@example.org").status())
                .isEqualTo(204);
        awaitMembers(Map.of("demo_a", List.of("ada"), "demo_b", List.of("ada")));

        assertThat(rest.post("/api/v1/accounts/ada@example.org/disable", "").status())
                .isLessThan(300);
        awaitMembers(Map.of());
        assertThat(rest.post("/api/v1/accounts/ada@example.org/enable", "").status())
                .isLessThan(300);
        awaitMembers(Map.of("demo_a", List.of("ada"), "demo_b", List.of("ada")));
    }

    @Test
    void leavesOutWhoIsOnlyAtSuspendedSites() {
        assertThat(rest.post("/api/v1/sites/other/suspend", "{\"reason\": \"unpaid\"}")
                        .status())
                .isLessThan(300);
        awaitMembers(Map.of("demo_a", List.of("ada"), "demo_b", List.of("ada")));

        assertThat(rest.post("/api/v1/sites/other/resume", "").status()).isLessThan(300);
        awaitMembers(Map.of("demo_a", List.of("ada"), "demo_b", List.of("ada", "eve")));
    }

    private void awaitMembers(Map<String, List<String>> expected) {
        await().untilAsserted(() -> assertThat(members()).isEqualTo(expected));
    }

    private Map<String, List<String>> members() {
        NodePlan plan = node.plans().getLast();
        List<String> names = plan.getPeopleList().stream()
                .map(Person::getAccount)
                .map(account -> account.replace("@example.org", ""))
                .toList();
        Map<String, List<String>> members = new TreeMap<>();
        plan.getMembersList()
                .forEach(slice -> members.put(
                        slice.getSlice(),
                        slice.getPeopleList().stream().map(names::get).toList()));
        return members;
    }

    private void create(String slice) {
        var answer = rest.post("/api/v1/slices", "{\"name\":\"" + slice + "\",\"slivers\":{\"nodes\":[\"node1\"]}}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private void join(String slice, People.Person person) {
        var answer = rest.post("/api/v1/slices/" + slice + "/members", "{\"email\": \"" + person.email() + "\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private static void add(People.Person person, String key) {
        var answer = person.rest().post("/api/v1/ssh-keys", "{\"key\": \"ssh-ed25519 " + key + " test\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }
}
