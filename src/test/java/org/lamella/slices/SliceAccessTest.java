package org.lamella.slices;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.agentlink.Agents;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;

/** Who sees which slices, and who may do what with them. */
@ControlPlaneTest
class SliceAccessTest {
    @Autowired
    private Rest admin;

    @Autowired
    private People people;

    @Autowired
    private Agents agents;

    private Rest pi;
    private Rest member;
    private Rest user;
    private Rest piOfMit;

    @BeforeEach
    void twoSitesHaveASliceEach() {
        people.site("mit");
        pi = people.at("demo", Role.PI).rest();
        piOfMit = people.at("mit", Role.PI).rest();
        member = people.named("member", "mit", Role.USER).rest();
        user = people.at("demo", Role.USER).rest();
        assertThat(pi.post("/api/v1/slices", "{\"name\": \"demo_a\"}").status()).isEqualTo(201);
        assertThat(piOfMit.post("/api/v1/slices", "{\"name\": \"mit_b\"}").status())
                .isEqualTo(201);
        assertThat(pi.post("/api/v1/slices/demo_a/members", "{\"email\": \"Member@example.org\"}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void listsOnlyWhatTheCallerMaySee() {
        assertThat(names(admin)).containsExactly("demo_a", "mit_b");
        assertThat(names(pi)).containsExactly("demo_a");
        assertThat(names(piOfMit)).containsExactly("mit_b");
        assertThat(names(member)).containsExactly("demo_a");
        assertThat(names(user)).isEmpty();
    }

    @Test
    void hidesForeignSlicesAsIfTheyWereNotThere() {
        agents.ready("node1");
        assertThat(pi.post("/api/v1/slices/demo_a/slivers", "{\"nodes\": [\"node1\"]}")
                        .status())
                .isEqualTo(201);
        String slice = "/api/v1/slices/demo_a";
        for (Rest stranger : new Rest[] {user, piOfMit}) {
            for (String path :
                    new String[] {"", "/members", "/tags", "/initscript", "/quota", "/slivers", "/slivers/node1"}) {
                var answer = stranger.get(slice + path);
                assertThat(answer.status()).as(path).isEqualTo(404);
                assertThat(answer.detail()).as(path).isEqualTo("there is no slice demo_a");
            }
            assertThat(stranger.patch(slice, "{}").status()).isEqualTo(404);
            assertThat(stranger.delete(slice).status()).isEqualTo(404);
            assertThat(stranger.post(slice + "/renewal").status()).isEqualTo(404);
            assertThat(stranger.post(slice + "/suspension", "{\"reason\": \"x\"}")
                            .status())
                    .isEqualTo(404);
            assertThat(stranger.post(slice + "/slivers", "{\"count\": 1}").status())
                    .isEqualTo(404);
            assertThat(stranger.delete(slice + "/slivers/node1").status()).isEqualTo(404);
            assertThat(stranger.put(slice + "/tags/a", "{}").status()).isEqualTo(404);
        }
    }

    @Test
    void letsMembersWorkWithTheirSliceWhicheverSiteTheyAreOf() {
        agents.ready("node1");
        String slice = "/api/v1/slices/demo_a";
        assertThat(member.patch(slice, "{\"description\": \"a cache\"}").status())
                .isEqualTo(200);
        assertThat(member.post(slice + "/slivers", "{\"count\": 1}").status()).isEqualTo(201);
        assertThat(member.delete(slice + "/slivers/node1").status()).isEqualTo(202);
        assertThat(member.delete(slice).status()).isEqualTo(202);
    }

    @Test
    void refusesMembersWhatIsForThoseWhoAnswerForTheSite() {
        String slice = "/api/v1/slices/demo_a";
        var answer = member.post(slice + "/members", "{\"email\": \"user.demo@example.org\"}");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.detail()).contains("only a PI of demo or an admin may add members");
        assertThat(member.delete(slice + "/members/pi.demo@example.org").status())
                .isEqualTo(403);
        assertThat(member.post(slice + "/suspension", "{\"reason\": \"x\"}").status())
                .isEqualTo(403);
        assertThat(member.patch(slice + "/quota", "{\"sliversPerSlice\": 9}").status())
                .isEqualTo(403);
        assertThat(pi.patch("/api/v1/sites/demo/quota", "{\"slices\": 9}").status())
                .isEqualTo(403);
    }

    @Test
    void saysWhatTheCallerMayDo() {
        assertThat(may(member)).contains("CHANGE", "RENEW", "DELETE").doesNotContain("MEMBERS", "SUSPEND", "QUOTA");
        assertThat(may(pi)).contains("CHANGE", "MEMBERS", "SUSPEND").doesNotContain("QUOTA");
        assertThat(may(admin)).contains("MEMBERS", "SUSPEND", "QUOTA");
    }

    @Test
    void letsOnlyThoseWhoAnswerForASiteCreateASliceOfIt() {
        var answer = user.post("/api/v1/slices", "{\"name\": \"demo_c\"}");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.detail()).contains("only a PI of demo or an admin", "/slices/new");
        assertThat(pi.post("/api/v1/slices", "{\"name\": \"mit_c\"}").status()).isEqualTo(403);
    }

    @Test
    void forgetsWhoIsAMemberNoMore() {
        assertThat(member.delete("/api/v1/slices/demo_a/members/member@example.org")
                        .status())
                .isEqualTo(204);
        assertThat(member.get("/api/v1/slices/demo_a").status()).isEqualTo(404);
        assertThat(pi.delete("/api/v1/slices/demo_a/members/member@example.org").status())
                .isEqualTo(404);
    }

    @Test
    void findsAndShowsOnlyWhatTheReaderMaySee() {
        var browser = people.named("other", "mit", Role.USER).browser();
        assertThat(browser.get("/find?q=demo_a").text()).contains("Nothing");
        assertThat(browser.get("/slices").text()).doesNotContain("demo_a", "mit_b");
        assertThat(browser.get("/slices/demo_a").status()).isEqualTo(404);
    }

    private static List<String> names(Rest rest) {
        return rest.get("/api/v1/slices").texts("items", "name");
    }

    private static List<String> may(Rest rest) {
        return rest.get("/api/v1/slices/demo_a")
                .json()
                .path("may")
                .valueStream()
                .map(action -> action.stringValue())
                .toList();
    }
}
