package org.lamella.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.accounts.passwords.PasswordHashes;
import org.lamella.accounts.throttle.TooManyAttempts;
import org.lamella.testing.Browser;
import org.lamella.testing.Browsers;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.lamella.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** Signing in, changing and resetting a password; guessing one. */
@ControlPlaneTest
class PasswordSignInTest {
    private static final String OLD = "umbrella of the tundra";
    private static final String NEW = "quince marmalade at dawn";

    @Autowired
    private People people;

    @Autowired
    private Browsers browsers;

    @Autowired
    private Rest rest;

    @Autowired
    private PasswordHashes hashes;

    @Autowired
    private SignIns signIns;

    @Autowired
    private SettableClock clock;

    @Autowired
    private JdbcClient jdbc;

    private People.Person ada;

    @BeforeEach
    void giveAdaAPassword() {
        ada = people.named("ada", "demo", Role.USER);
        keep(hashes.hash(OLD));
    }

    @Test
    void signsInWithTheAddressInAnyCase() {
        assertThat(signIn("ADA@example.org ", OLD).location()).isEqualTo("/slices");
        assertThat(audit("signed-in")).containsExactly("ada@example.org");
    }

    @Test
    void tellsNotWhyItRefuses() {
        Browser.Page wrong = signIn(ada.email(), NEW);
        Browser.Page unknown = signIn("nobody@example.org", NEW);
        jdbc.sql("update accounts set enabled = false where email = ?")
                .param(ada.email())
                .update();
        Browser.Page disabled = signIn(ada.email(), OLD);
        for (Browser.Page page : List.of(wrong, unknown, disabled)) {
            assertThat(page.status()).isEqualTo(401);
            assertThat(page.errors()).isEqualTo(wrong.errors());
        }
        assertThat(audit("sign-in-refused")).containsExactly("ada@example.org", "unknown", "ada@example.org");
    }

    @Test
    void hashesAnOlderKindAnewAtSignIn() {
        keep("{bcrypt}" + new BCryptPasswordEncoder(4).encode(OLD));
        assertThat(signIn(ada.email(), OLD).location()).isEqualTo("/slices");
        assertThat(jdbc.sql("select password_hash from accounts where email = ?")
                        .param(ada.email())
                        .query(String.class)
                        .single())
                .startsWith("{argon2id}");
        assertThat(signIn(ada.email(), OLD).location()).isEqualTo("/slices");
    }

    @Test
    void letsAStrangerGuessFewTimes() {
        for (int i = 0; i < 6; i++) {
            assertThat(signIn(ada.email(), NEW + i).status()).isEqualTo(401);
        }
        Browser.Page blocked = signIn(ada.email(), OLD);
        assertThat(blocked.status()).isEqualTo(429);
        assertThat(blocked.errors()).contains("try again in 2 s");
        assertThat(blocked.headers().firstValue("Retry-After")).hasValue("2");
        clock.advance(Duration.ofSeconds(2));
        assertThat(signIn(ada.email(), OLD).location()).isEqualTo("/slices");
        assertThat(signIn(ada.email(), NEW).status())
                .as("the count begins anew")
                .isEqualTo(401);
    }

    @Test
    void neverWaitsLongerThanAQuarterOfAnHour() {
        for (int i = 0; i < 5; i++) {
            signIn(ada.email(), NEW);
        }
        for (int i = 0; i < 14; i++) {
            assertThat(signIn(ada.email(), NEW).status()).isEqualTo(401);
            clock.advance(Duration.ofMinutes(15));
        }
        assertThat(signIn(ada.email(), OLD).location()).isEqualTo("/slices");
    }

    @Test
    void locksNobodyOutWhoHasSignedInFromThere() {
        assertThat(signIns.byPassword(ada.email(), OLD, "192.0.2.1")).isPresent();
        boolean stopped = false;
        for (int i = 0; i < 60 && !stopped; i++) {
            stopped = isStopped("198.51.100." + i);
        }
        assertThat(stopped).as("strangers from everywhere are slowed down").isTrue();
        assertThat(signIns.byPassword(ada.email(), OLD, "192.0.2.1")).isPresent();
        clock.advance(Duration.ofSeconds(31));
        assertThat(signIns.byPassword(ada.email(), OLD, "203.0.113.9")).isPresent();
    }

    @Test
    void countsAHundredGuessesAtOnce() throws Exception {
        Callable<Boolean> guess = () -> isStopped("192.0.2.7");
        List<Boolean> stopped = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> one : executor.invokeAll(Collections.nCopies(100, guess))) {
                stopped.add(one.get());
            }
        }
        assertThat(stopped.stream().filter(one -> !one).count()).isEqualTo(6);
    }

    @Test
    void changesItForWhoKnowsTheOldOneAndEndsOtherSessions() {
        Browser here = ada.browser();
        Browser there = ada.browser();
        Browser.Page refused = here.submit(
                here.get("/account"), "/account/password", Map.of("old", NEW, "password", "ada@example.org tundra"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errors()).contains("2 things are wrong", "is not your password", "must not contain");
        Browser.Page changed =
                here.submit(here.get("/account"), "/account/password", Map.of("old", OLD, "password", NEW));
        assertThat(changed.text()).contains("The password was changed");
        assertThat(here.get("/account").status()).isEqualTo(200);
        assertThat(there.get("/account").location()).isEqualTo("/sign-in");
        assertThat(signIn(ada.email(), OLD).status()).isEqualTo(401);
        assertThat(signIn(ada.email(), NEW).location()).isEqualTo("/slices");
        assertThat(new Letterbox(jdbc, ada.email()).subjects()).contains("Your password was changed");
    }

    @Test
    void resetsItByAMailedLinkThatWorksOnce() {
        Browser there = ada.browser();
        Browser stranger = browsers.open();
        assertThat(stranger.submit(stranger.get("/reset"), "/reset", Map.of("email", ada.email()))
                        .text())
                .contains("If ada@example.org has an account here");
        String link = new Letterbox(jdbc, ada.email()).link("Set a new password");
        Browser.Page form = stranger.get(link);
        assertThat(stranger.submit(form, "/reset/password", Map.of("password", "short"))
                        .status())
                .isEqualTo(400);
        assertThat(stranger.submit(form, "/reset/password", Map.of("password", NEW))
                        .text())
                .contains("The password is set");
        assertThat(stranger.submit(form, "/reset/password", Map.of("password", OLD))
                        .errors())
                .contains("is not valid");
        assertThat(there.get("/account").location()).isEqualTo("/sign-in");
        assertThat(signIn(ada.email(), NEW).location()).isEqualTo("/slices");
    }

    @Test
    void answersTheSameToAResetOfAnUnknownAddress() {
        Rest nobody = rest.authorizedBy("");
        Rest.Answer known = nobody.post("/api/v1/password-resets", "{\"email\": \"ada@example.org\"}");
        Rest.Answer unknown = nobody.post("/api/v1/password-resets", "{\"email\": \"eve@example.org\"}");
        assertThat(known.status()).isEqualTo(202).isEqualTo(unknown.status());
        assertThat(known.text()).isEqualTo(unknown.text());
    }

    @Test
    void forgetsALinkAfterAnHour() {
        rest.authorizedBy("").post("/api/v1/password-resets", "{\"email\": \"ada@example.org\"}");
        String code = new Letterbox(jdbc, ada.email()).code("Set a new password");
        clock.advance(Duration.ofHours(1));
        assertThat(rest.authorizedBy("")
                        .post(
                                "/api/v1/password-resets/redemption",
                                "{\"code\": \"" + code + "\", \"password\": \"" + NEW + "\"}")
                        .wrongFields())
                .containsExactly("code");
    }

    private boolean isStopped(String address) {
        try {
            signIns.byPassword(ada.email(), NEW, address);
            return false;
        } catch (TooManyAttempts stopped) {
            return true;
        }
    }

    private Browser.Page signIn(String email, String password) {
        Browser browser = browsers.open();
        return browser.submit(
                browser.get("/sign-in"), "/sign-in/password", Map.of("email", email, "password", password));
    }

    private void keep(String hash) {
        jdbc.sql("update accounts set password_hash = ? where email = ?")
                .params(hash, ada.email())
                .update();
    }

    private List<String> audit(String action) {
        return jdbc.sql("select object from audit_events where action = ? order by id")
                .param(action)
                .query(String.class)
                .list();
    }
}
