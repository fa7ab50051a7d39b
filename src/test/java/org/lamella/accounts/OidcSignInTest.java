package org.lamella.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.testing.Browser;
import org.lamella.testing.Browsers;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.util.UriComponentsBuilder;

/** Signing in by an OpenID provider, with a real one on the loopback. */
@ControlPlaneTest
class OidcSignInTest {
    private static final IdentityProvider PROVIDER = new IdentityProvider();

    @Autowired
    private People people;

    @Autowired
    private Browsers browsers;

    @Autowired
    private Rest rest;

    @Autowired
    private JdbcClient jdbc;

    @DynamicPropertySource
    static void provider(DynamicPropertyRegistry properties) {
        properties.add("lamella.oidc.issuer", PROVIDER::issuer);
        properties.add("lamella.oidc.client-id", () -> "lamella");
        properties.add("lamella.oidc.client-secret", () -> "only for tests");
    }

    @AfterAll
    static void stop() {
        PROVIDER.close();
    }

    @Test
    void signsInWhoseVerifiedAddressHasAnAccount() {
        People.Person ada = people.named("ada", "demo", Role.USER);
        Browser browser = browsers.open();
        assertThat(browser.get("/sign-in").text()).contains("Sign in with your institution");
        Browser.Page back = comeBack(browser, "subject-1", "Ada@example.org", true);
        assertThat(back.location()).isEqualTo("/slices");
        assertThat(browser.get("/account").text()).contains(ada.email());
        assertThat(comeBack(browsers.open(), "subject-1", "new.address@example.org", false)
                        .location())
                .as("the subject is linked, whatever the address is by now")
                .isEqualTo("/slices");
    }

    @Test
    void linksNobodyByAnAddressThatIsNotVerified() {
        people.named("ada", "demo", Role.USER);
        Browser browser = browsers.open();
        assertThat(comeBack(browser, "subject-2", "ada@example.org", false).location())
                .isEqualTo("/sign-in?refused=unverified");
        assertThat(browser.get("/sign-in?refused=unverified").errors()).contains("has not verified your mail address");
        assertThat(browser.get("/account").location()).isEqualTo("/sign-in");
        assertThat(jdbc.sql("select count(*) from oidc_links")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void refusesADisabledAccount() {
        people.named("ada", "demo", Role.USER);
        rest.post("/api/v1/accounts/ada@example.org/disable");
        assertThat(comeBack(browsers.open(), "subject-3", "ada@example.org", true)
                        .location())
                .isEqualTo("/sign-in?refused=disabled");
    }

    @Test
    void letsSomebodyNewChooseASiteAndWait() {
        Browser browser = browsers.open();
        assertThat(comeBack(browser, "subject-4", "eve@example.org", true).location())
                .isEqualTo("/register/newcomer");
        Browser.Page form = browser.get("/register/newcomer");
        assertThat(form.text()).contains("eve@example.org");
        assertThat(browser.get("/account").location())
                .as("nobody is signed in yet")
                .isEqualTo("/sign-in");
        Browser.Page refused = browser.submit(form, "/register/newcomer", Map.of("name", "Eve", "site", "nowhere"));
        assertThat(refused.status()).isEqualTo(400);
        Browser.Page asked = browser.submit(
                refused,
                "/register/newcomer",
                Map.of("name", "Eve", "site", "demo", "role", "user", "email", "admin@localhost"));
        assertThat(asked.text()).contains("A PI of demo was asked");
        var waiting = rest.get("/api/v1/registrations").json().path("items").path(0);
        assertThat(waiting.path("email").stringValue()).isEqualTo("eve@example.org");
        rest.post("/api/v1/registrations/" + waiting.path("id").asLong() + "/approve");
        assertThat(comeBack(browsers.open(), "subject-4", "eve@example.org", true)
                        .location())
                .isEqualTo("/slices");
    }

    @Test
    void refusesAnAnswerThatItNeverAskedFor() {
        Browser browser = browsers.open();
        assertThat(browser.get("/sign-in/oidc?code=x&state=y").location()).isEqualTo("/sign-in?refused=failed");
        assertThat(browser.get("/register/newcomer").location()).isEqualTo("/sign-in");
    }

    private static Browser.Page comeBack(Browser browser, String subject, String email, boolean verified) {
        var asked = UriComponentsBuilder.fromUriString(
                        browser.get("/sign-in/to/oidc").location())
                .build(true)
                .getQueryParams();
        String code = PROVIDER.signIn(
                Objects.requireNonNull(asked.getFirst("nonce")),
                subject,
                Map.of("email", email, "email_verified", verified, "name", "Somebody"));
        String state = URLDecoder.decode(Objects.requireNonNull(asked.getFirst("state")), StandardCharsets.UTF_8);
        return browser.get("/sign-in/oidc?code=" + code + "&state=" + URLEncoder.encode(state, StandardCharsets.UTF_8));
    }
}
