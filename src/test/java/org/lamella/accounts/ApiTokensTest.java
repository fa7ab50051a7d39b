package org.lamella.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.testing.Browser;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.lamella.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;

@ControlPlaneTest
class ApiTokensTest {
    @Autowired
    private People people;

    @Autowired
    private Rest rest;

    @Autowired
    private TokenUses uses;

    @Autowired
    private SettableClock clock;

    @Test
    void openWhatTheirScopesSayAndNoMore() {
        People.Person pi = people.at("demo", Role.PI);
        Rest reader = token(pi, "\"READ\"");
        assertThat(reader.get("/api/v1/accounts").status()).isEqualTo(200);
        Rest.Answer refused = reader.send(patch(reader, "/api/v1/sites/demo", "{\"name\": \"Other\"}"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.detail()).contains("lacks the scope PEOPLE");
        Rest writer = token(pi, "\"READ\", \"PEOPLE\"");
        assertThat(writer.send(patch(writer, "/api/v1/sites/demo", "{\"name\": \"Other\"}"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void handOnNoMoreThanTheyHave() {
        Rest ada = token(people.admin(), "\"READ\", \"PEOPLE\"");
        assertThat(ada.post("/api/v1/tokens", "{\"label\": \"x\", \"scopes\": [\"ADMIN\"]}")
                        .wrongFields())
                .containsExactly("scopes");
        assertThat(ada.post("/api/v1/sign-in-links").status()).isEqualTo(403);
        assertThat(ada.post("/api/v1/sites", "{\"loginBase\": \"x\", \"name\": \"X\"}")
                        .status())
                .as("an admin without the scope is none")
                .isEqualTo(403);
    }

    @Test
    void expire() {
        Rest ada = token(people.named("ada", "demo", Role.USER), "\"READ\"");
        clock.advance(Duration.ofDays(90).minusSeconds(1));
        assertThat(ada.get("/api/v1/account").status()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(1));
        assertThat(ada.get("/api/v1/account").status()).isEqualTo(401);
    }

    @Test
    void areRefusedWithEverythingThatIsWrong() {
        Rest.Answer refused =
                rest.post("/api/v1/tokens", "{\"label\": \"\", \"scopes\": [\"ROOT\"], \"days\": 367, \"more\": 1}");
        assertThat(refused.wrongFields()).containsExactly("more");
        refused = rest.post("/api/v1/tokens", "{\"label\": \"\", \"scopes\": [\"ROOT\"], \"days\": 367}");
        assertThat(refused.wrongFields()).containsExactly("label", "scopes", "days");
    }

    @Test
    void showWhenTheyWereLastUsed() {
        People.Person person = people.named("ada", "demo", Role.USER);
        Rest ada = token(person, "\"READ\"");
        ada.get("/api/v1/account");
        assertThat(lastUsed(person)).isEmpty();
        uses.write();
        assertThat(lastUsed(person)).isEqualTo(clock.instant().toString());
    }

    @Test
    void areSeenAndRevokedByTheirOwnerAndAdmins() {
        People.Person person = people.named("ada", "demo", Role.USER);
        Rest ada = token(person, "\"READ\"");
        long id = ada.get("/api/v1/tokens")
                .json()
                .path("items")
                .path(0)
                .path("id")
                .asLong();
        Rest eve = people.named("eve", "demo", Role.PI).rest();
        assertThat(eve.get("/api/v1/tokens?account=ada@example.org").status()).isEqualTo(403);
        assertThat(eve.delete("/api/v1/tokens/" + id).status()).isEqualTo(404);
        assertThat(rest.get("/api/v1/tokens?account=ada@example.org").texts("items", "label"))
                .containsExactly("ci", "test");
        assertThat(rest.delete("/api/v1/tokens/" + id).status()).isEqualTo(204);
        assertThat(ada.get("/api/v1/account").status()).isEqualTo(401);
    }

    @Test
    void areShownOnceOnThePage() {
        Browser ada = people.named("ada", "demo", Role.USER).browser();
        Browser.Page made = ada.submit(
                ada.get("/account/tokens"),
                "/account/tokens",
                Map.of("label", "laptop", "scopes", "READ", "days", "7"));
        String token = made.html().select("pre.token").text();
        assertThat(rest.authorizedBy("Bearer " + token).get("/api/v1/account").status())
                .isEqualTo(200);
        Browser.Page list = ada.get("/account/tokens");
        assertThat(list.text()).contains("laptop").doesNotContain(token);
        String revoke = list.html().select("form[action$=/revoke]").attr("action");
        ada.submit(list, revoke, Map.of());
        assertThat(rest.authorizedBy("Bearer " + token).get("/api/v1/account").status())
                .isEqualTo(401);
    }

    private Rest token(People.Person person, String scopes) {
        Rest.Answer issued = person.rest().post("/api/v1/tokens", "{\"label\": \"ci\", \"scopes\": [" + scopes + "]}");
        assertThat(issued.status()).isEqualTo(201);
        return rest.authorizedBy("Bearer " + issued.json().path("token").stringValue());
    }

    private String lastUsed(People.Person person) {
        return person.rest()
                .get("/api/v1/tokens")
                .json()
                .path("items")
                .path(0)
                .path("lastUsedAt")
                .asString("");
    }

    private static HttpRequest.Builder patch(Rest rest, String path, String json) {
        return rest.request(path)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(json));
    }
}
