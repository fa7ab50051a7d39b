package org.lamella.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.testing.Browser;
import org.lamella.testing.Browsers;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.lamella.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A stranger gets an account: registration, verification, approval; and what a stranger must not learn on the way. */
@ControlPlaneTest
class RegistrationTest {
    static final String PASSWORD = "umbrella of the tundra";
    private static final String EMAIL = "ada@example.org";

    @Autowired
    private People people;

    @Autowired
    private Browsers browsers;

    @Autowired
    private Rest rest;

    @Autowired
    private SettableClock clock;

    @Autowired
    private JdbcClient jdbc;

    private Letterbox mail;

    @BeforeEach
    void openTheLetterbox() {
        mail = new Letterbox(jdbc, EMAIL);
    }

    @Test
    void leadsFromTheFormToASignIn() {
        People.Person pi = people.at("demo", Role.PI);
        Browser stranger = browsers.open();
        Browser.Page asked = stranger.submit(stranger.get("/register"), "/register", form(EMAIL));
        assertThat(asked.text()).contains("Look into your mail");
        Browser.Page confirm = stranger.get(mail.link("Confirm your address"));
        assertThat(confirm.text()).contains("Press the button");
        assertThat(stranger.submit(confirm, "/register/verify", Map.of()).text())
                .contains("A PI of demo was asked");
        assertThat(new Letterbox(jdbc, pi.email()).body("asks for an account")).contains(EMAIL, "Let me in");

        assertThat(signIn(EMAIL, PASSWORD).status()).isEqualTo(401);
        Browser inbox = pi.browser();
        Browser.Page list = inbox.get("/accounts?waiting");
        assertThat(list.text()).contains("One person waits", EMAIL, "Let me in");
        String approve = list.html().select("form[action$=/approve]").attr("action");
        inbox.submit(list, approve, Map.of());
        assertThat(mail.body("is ready")).contains("/sign-in");

        assertThat(signIn(EMAIL, PASSWORD).location()).isEqualTo("/slices");
        var account = pi.rest().get("/api/v1/accounts/" + EMAIL).json();
        assertThat(account.path("roles").path("demo").toString()).isEqualTo("[\"USER\"]");
        assertThat(account.path("verifiedAt").isNull()).isFalse();
    }

    @Test
    void saysEverythingThatIsWrongAndKeepsWhatWasTyped() {
        Browser stranger = browsers.open();
        Map<String, String> typed = new HashMap<>(form("no address"));
        typed.put("name", "");
        typed.put("password", "short");
        typed.put("site", "nowhere");
        typed.put("role", "pi");
        Browser.Page refused = stranger.submit(stranger.get("/register"), "/register", typed);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errors()).contains("5 things are wrong", "email", "name", "15 to 128", "role", "site");
        assertThat(refused.value("email")).isEqualTo("no address");
        assertThat(refused.value("password")).isEmpty();
    }

    @Test
    void worksForAScriptToo() {
        Rest nobody = rest.authorizedBy("");
        assertThat(nobody.post("/api/v1/registrations", json(EMAIL)).status()).isEqualTo(202);
        String body = "{\"code\": \"" + mail.code("Confirm") + "\"}";
        assertThat(nobody.post("/api/v1/registrations/verification", body).status())
                .isEqualTo(200);
        assertThat(nobody.post("/api/v1/registrations/verification", body).status())
                .isEqualTo(400);
        var waiting = rest.get("/api/v1/registrations").json().path("items").path(0);
        assertThat(waiting.path("email").stringValue()).isEqualTo(EMAIL);
        String at = "/api/v1/registrations/" + waiting.path("id").asLong();
        assertThat(rest.post(at + "/reject", "{\"reason\": \"\"}").wrongFields())
                .containsExactly("reason");
        assertThat(rest.post(at + "/reject", "{\"reason\": \"who are you?\"}").status())
                .isEqualTo(204);
        assertThat(mail.body("not approved")).contains("who are you?");
        assertThat(rest.post(at + "/approve").status()).isEqualTo(404);
    }

    @Test
    void isNotThereForThePiOfAnotherSite() {
        people.site("mit");
        People.Person other = people.at("mit", Role.PI);
        register(EMAIL);
        String id = rest.get("/api/v1/registrations")
                .json()
                .path("items")
                .path(0)
                .path("id")
                .asString();
        assertThat(other.rest()
                        .get("/api/v1/registrations")
                        .json()
                        .path("items")
                        .isEmpty())
                .isTrue();
        assertThat(other.rest().post("/api/v1/registrations/" + id + "/approve").status())
                .isEqualTo(404);
        assertThat(people.at("demo", Role.USER)
                        .rest()
                        .post("/api/v1/registrations/" + id + "/approve")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void answersTheSameForAnAddressThatHasAnAccount() {
        people.named("ada", "demo", Role.USER);
        Rest nobody = rest.authorizedBy("");
        Rest.Answer known = nobody.post("/api/v1/registrations", json(EMAIL));
        Rest.Answer unknown = nobody.post("/api/v1/registrations", json("eve@example.org"));
        assertThat(known.status()).isEqualTo(unknown.status());
        assertThat(known.text().replace(EMAIL, "X")).isEqualTo(unknown.text().replace("eve@example.org", "X"));
        assertThat(mail.body("You have an account already")).doesNotContain("code=");
        assertThat(new Letterbox(jdbc, "eve@example.org").link("Confirm")).contains("code=");
    }

    @Test
    void forgetsALinkAfterADay() {
        rest.authorizedBy("").post("/api/v1/registrations", json(EMAIL));
        String code = mail.code("Confirm");
        clock.advance(Duration.ofHours(24));
        assertThat(rest.authorizedBy("")
                        .post("/api/v1/registrations/verification", "{\"code\": \"" + code + "\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void sendsNobodyMoreThanThreeMailsBeforeOneHasToWait() {
        Rest nobody = rest.authorizedBy("");
        for (int i = 0; i < 4; i++) {
            assertThat(nobody.post("/api/v1/registrations", json(EMAIL)).status())
                    .isEqualTo(202);
        }
        Rest.Answer refused = nobody.post("/api/v1/registrations", json(EMAIL));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo("2");
        assertThat(refused.detail()).contains("try again in 2 s");
        clock.advance(Duration.ofSeconds(2));
        assertThat(nobody.post("/api/v1/registrations", json(EMAIL)).status()).isEqualTo(202);
    }

    private void register(String email) {
        rest.authorizedBy("").post("/api/v1/registrations", json(email));
        String code = new Letterbox(jdbc, email).code("Confirm");
        assertThat(rest.authorizedBy("")
                        .post("/api/v1/registrations/verification", "{\"code\": \"" + code + "\"}")
                        .status())
                .isEqualTo(200);
    }

    private Browser.Page signIn(String email, String password) {
        Browser browser = browsers.open();
        return browser.submit(
                browser.get("/sign-in"), "/sign-in/password", Map.of("email", email, "password", password));
    }

    private static Map<String, String> form(String email) {
        return Map.of(
                "email",
                email,
                "name",
                "Ada",
                "site",
                "demo",
                "role",
                "user",
                "words",
                "Let me in",
                "password",
                PASSWORD);
    }

    private static String json(String email) {
        return "{\"email\": \"" + email + "\", \"name\": \"Ada\", \"site\": \"demo\", \"password\": \"" + PASSWORD
                + "\"}";
    }
}
