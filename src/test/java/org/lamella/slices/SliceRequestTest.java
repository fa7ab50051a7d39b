package org.lamella.slices;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A user asks for a slice, a PI decides. */
@ControlPlaneTest
class SliceRequestTest {
    private static final String REQUESTS = "/api/v1/slice-requests";
    private static final String WANTED = "{\"name\": \"demo_new\", \"description\": \"a cache on ten nodes\"}";

    @Autowired
    private Rest admin;

    @Autowired
    private People people;

    @Autowired
    private JdbcClient jdbc;

    private Rest user;
    private Rest pi;
    private Rest stranger;

    @BeforeEach
    void thereAreAUserAndAPi() {
        people.site("mit");
        user = people.at("demo", Role.USER).rest();
        pi = people.at("demo", Role.PI).rest();
        stranger = people.at("mit", Role.PI).rest();
    }

    @Test
    void becomesASliceWithItsRequesterAsMember() {
        String request = ask();
        assertThat(mails()).contains("pi.demo@example.org: user.demo@example.org asks for the slice demo_new");
        assertThat(pi.get(REQUESTS).texts("items", "name")).containsExactly("demo_new");
        var approved = pi.post(request + "/approval");
        assertThat(approved.status()).isEqualTo(200);
        assertThat(approved.json().path("state").stringValue()).isEqualTo("APPROVED");
        var slice = user.get("/api/v1/slices/demo_new").json();
        assertThat(slice.path("members").path(0).stringValue()).isEqualTo("user.demo@example.org");
        assertThat(slice.path("members").size()).isEqualTo(1);
        assertThat(slice.path("description").stringValue()).isEqualTo("a cache on ten nodes");
        assertThat(mails()).last().asString().startsWith("user.demo@example.org: Your slice demo_new is there");
        assertThat(pi.post(request + "/rejection", "{\"reason\": \"no\"}").status())
                .isEqualTo(409);
        assertThat(jdbc.sql("select actor from audit_events where action = 'slice-request-approved'")
                        .query(String.class)
                        .single())
                .isEqualTo("pi.demo@example.org");
    }

    @Test
    void isTalkedAboutBeforeItIsDecided() {
        String request = ask();
        pi.post(request + "/question", "{\"question\": \"for how long?\"}");
        assertThat(user.get(request).json().path("state").stringValue()).isEqualTo("ASKED_BACK");
        assertThat(mails()).last().asString().startsWith("user.demo@example.org: A question");
        assertThat(pi.post(request + "/answer", "{\"answer\": \"me?\"}").status())
                .isEqualTo(403);
        user.post(request + "/answer", "{\"answer\": \"a month\"}");
        assertThat(pi.get(REQUESTS + "?state=waiting").texts("items", "name")).containsExactly("demo_new");
        var rejected =
                admin.post(request + "/rejection", "{\"reason\": \"too long\"}").json();
        assertThat(rejected.path("state").stringValue()).isEqualTo("REJECTED");
        assertThat(rejected.path("words")
                        .valueStream()
                        .map(said -> said.path("words").stringValue()))
                .containsExactly("for how long?", "a month", "too long");
        assertThat(user.get("/api/v1/slices/demo_new").status()).isEqualTo(404);
    }

    @Test
    void canBeWithdrawnAndAskedForAnew() {
        String request = ask();
        assertThat(user.post(REQUESTS, WANTED).status()).isEqualTo(409);
        assertThat(pi.post(request + "/withdrawal").status()).isEqualTo(403);
        assertThat(user.post(request + "/withdrawal").json().path("state").stringValue())
                .isEqualTo("WITHDRAWN");
        assertThat(pi.post(request + "/approval").detail()).contains("is withdrawn since");
        assertThat(user.post(REQUESTS, WANTED).status()).isEqualTo(201);
    }

    @Test
    void isSeenOnlyByItsRequesterAndByThoseWhoDecide() {
        String request = ask();
        assertThat(stranger.get(request).status()).isEqualTo(404);
        assertThat(stranger.post(request + "/approval").status()).isEqualTo(404);
        assertThat(stranger.get(REQUESTS).texts("items", "name")).isEmpty();
        Rest other = people.named("other", "demo", Role.USER).rest();
        assertThat(other.get(request).status()).isEqualTo(404);
        assertThat(user.post(request + "/approval").status()).isEqualTo(403);
    }

    @Test
    void saysAllThatIsWrongWithIt() {
        var answer = user.post(REQUESTS, "{\"name\": \"mit_x\", \"image\": \"plan9\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.wrongFields()).containsExactlyInAnyOrder("name", "image", "description");
        assertThat(answer.detail()).contains("you are not of the site mit; you are of demo");
    }

    @Test
    void isNotApprovedBeyondTheQuotaNorUnderANameThatIsTakenNow() {
        String request = ask();
        admin.patch("/api/v1/sites/demo/quota", "{\"slices\": 0}");
        assertThat(pi.post(request + "/approval").status()).isEqualTo(429);
        admin.patch("/api/v1/sites/demo/quota", "{\"slices\": 5}");
        pi.post("/api/v1/slices", "{\"name\": \"demo_new\"}");
        assertThat(pi.post(request + "/approval").status()).isEqualTo(409);
        assertThat(user.get(request).json().path("state").stringValue()).isEqualTo("WAITING");
    }

    private String ask() {
        var answer = user.post(REQUESTS, WANTED);
        assertThat(answer.status()).isEqualTo(201);
        return answer.header("Location");
    }

    private List<String> mails() {
        return jdbc.sql("select recipient || ': ' || subject from mails order by id")
                .query(String.class)
                .list();
    }
}
