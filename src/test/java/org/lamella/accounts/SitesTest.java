package org.lamella.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.testing.Browser;
import org.lamella.testing.Browsers;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;

@ControlPlaneTest
class SitesTest {
    private static final String MIT =
            "{\"loginBase\": \"mit\", \"name\": \"MIT\", \"latitude\": 42.36, \"longitude\": -71.09, \"country\": \"us\"}";

    @Autowired
    private People people;

    @Autowired
    private Browsers browsers;

    @Autowired
    private Rest rest;

    @Test
    void areAddedByAdmins() {
        Rest.Answer added = rest.post("/api/v1/sites", MIT);
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.json().path("country").stringValue()).isEqualTo("US");
        assertThat(rest.post("/api/v1/sites", MIT).status()).isEqualTo(409);
        assertThat(rest.post(
                                "/api/v1/sites",
                                "{\"loginBase\": \"M_T\", \"name\": \"\", \"url\": \"javascript:x\", \"latitude\": 91, \"country\": \"XX\"}")
                        .wrongFields())
                .containsExactlyInAnyOrder("loginBase", "name", "url", "latitude", "longitude", "country");
        assertThat(people.at("demo", Role.PI).rest().post("/api/v1/sites", MIT).status())
                .isEqualTo(403);
    }

    @Test
    void areDescribedByTheirPisAlone() {
        people.site("mit");
        Rest pi = people.at("mit", Role.PI).rest();
        Rest.Answer changed = pi.send(patch(pi, "/api/v1/sites/mit", "{\"url\": \"https://mit.example\"}"));
        assertThat(changed.json().path("url").stringValue()).isEqualTo("https://mit.example");
        assertThat(changed.json().path("name").stringValue()).isEqualTo("Site mit");
        assertThat(pi.send(patch(pi, "/api/v1/sites/demo", "{\"name\": \"Mine\"}"))
                        .status())
                .isEqualTo(403);
        assertThat(pi.post("/api/v1/sites/mit/suspend", "{\"reason\": \"x\"}").status())
                .isEqualTo(403);
    }

    @Test
    void areChangedOnlyAsTheyWereSeen() {
        String seen = rest.get("/api/v1/sites/demo").header("ETag");
        assertThat(rest.send(patch(rest, "/api/v1/sites/demo", "{\"url\": \"https://demo.example\"}")
                                .header("If-Match", seen))
                        .status())
                .isEqualTo(200);
        assertThat(rest.send(patch(rest, "/api/v1/sites/demo", "{\"url\": \"https://late.example\"}")
                                .header("If-Match", seen))
                        .status())
                .isEqualTo(412);
        assertThat(rest.get("/api/v1/sites/demo").json().path("url").stringValue())
                .isEqualTo("https://demo.example");
    }

    @Test
    void takeNoSlicesWhileTheyAreSuspended() {
        assertThat(rest.post("/api/v1/sites/demo/suspend", "{}").wrongFields()).containsExactly("reason");
        Rest.Answer suspended = rest.post("/api/v1/sites/demo/suspend", "{\"reason\": \"sends spam\"}");
        try {
            assertThat(suspended.json().path("suspendedReason").stringValue()).isEqualTo("sends spam");
            assertThat(rest.post("/api/v1/slices", "{\"name\": \"demo_a\"}").detail())
                    .contains("suspended");
            assertThat(browsers.signedIn().get("/sites/demo").text()).contains("Suspended: sends spam");
        } finally {
            assertThat(rest.post("/api/v1/sites/demo/resume").status()).isEqualTo(200);
        }
        assertThat(rest.post("/api/v1/sites/demo/resume").status()).isEqualTo(409);
    }

    @Test
    void letTheirPiGiveRolesButNotMakePis() {
        people.named("ada", "demo", Role.USER);
        People.Person pi = people.at("demo", Role.PI);
        assertThat(put(pi.rest(), "/api/v1/sites/demo/people/ada@example.org/roles/tech"))
                .isEqualTo(204);
        assertThat(put(pi.rest(), "/api/v1/sites/demo/people/ada@example.org/roles/pi"))
                .isEqualTo(403);
        assertThat(put(rest, "/api/v1/sites/demo/people/ada@example.org/roles/pi"))
                .isEqualTo(204);
        assertThat(put(rest, "/api/v1/sites/demo/people/nobody@example.org/roles/pi"))
                .isEqualTo(404);
        assertThat(put(rest, "/api/v1/sites/demo/people/ada@example.org/roles/root"))
                .isEqualTo(400);
        assertThat(pi.rest()
                        .delete("/api/v1/sites/demo/people/ada@example.org/roles/user")
                        .status())
                .isEqualTo(204);
        assertThat(rest.get("/api/v1/accounts/ada@example.org")
                        .json()
                        .path("roles")
                        .path("demo")
                        .size())
                .isEqualTo(2);
    }

    @Test
    void showStrangersTheirPisOnly() {
        people.site("mit");
        people.named("ada", "demo", Role.USER);
        People.Person pi = people.at("demo", Role.PI);
        Rest outsider = people.at("mit", Role.PI).rest();
        assertThat(outsider.get("/api/v1/sites/demo/people").texts("items", "email"))
                .containsExactly(pi.email());
        assertThat(pi.rest().get("/api/v1/sites/demo/people").texts("items", "email"))
                .containsExactly("ada@example.org", pi.email());
    }

    @Test
    void haveAPageForEach() {
        Browser admin = browsers.signedIn();
        Browser.Page refused = admin.submit(
                admin.get("/sites/new"), "/sites", Map.of("loginBase", "mit", "name", "", "country", "QQ"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errors()).contains("2 things are wrong");
        assertThat(refused.value("loginBase")).isEqualTo("mit");
        assertThat(admin.submit(admin.get("/sites/new"), "/sites", Map.of("loginBase", "mit", "name", "MIT"))
                        .location())
                .isEqualTo("/sites/mit");
        admin.submit(admin.get("/sites/mit"), "/sites/mit", Map.of("name", "Massachusetts", "country", "US"));
        people.named("ada", "demo", Role.USER);
        admin.submit(
                admin.get("/sites/mit"),
                "/sites/mit/roles",
                Map.of("email", "ada@example.org", "role", "pi", "give", "true"));
        assertThat(admin.get("/sites/mit").text()).contains("Massachusetts", "ada@example.org", "pi");
        admin.submit(admin.get("/sites/mit"), "/sites/mit/suspend", Map.of("reason", "a test"));
        assertThat(admin.get("/sites").text()).contains("suspended");
        admin.submit(admin.get("/sites/mit"), "/sites/mit/resume", Map.of());
        Browser user = people.at("mit", Role.USER).browser();
        Browser.Page seen = user.get("/sites/mit");
        assertThat(seen.html().select("main form")).isEmpty();
        assertThat(user.get("/sites/new").status()).isEqualTo(403);
    }

    private static int put(Rest rest, String path) {
        return rest.send(rest.request(path).PUT(HttpRequest.BodyPublishers.noBody()))
                .status();
    }

    private static HttpRequest.Builder patch(Rest rest, String path, String json) {
        return rest.request(path)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(json));
    }
}
