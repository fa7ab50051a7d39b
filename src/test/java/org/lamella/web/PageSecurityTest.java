package org.lamella.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lamella.testing.Browser;
import org.lamella.testing.Browsers;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.lamella.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Who gets to see a page, and how somebody signs in. */
@ControlPlaneTest
class PageSecurityTest {
    private static final List<String> OPEN = List.of(
            "/sign-in",
            "/sign-in/password",
            "/register",
            "/register/verify",
            "/register/newcomer",
            "/reset",
            "/reset/password",
            "/error");

    @Autowired
    private Rest rest;

    @Autowired
    private Browsers browsers;

    @Autowired
    private SettableClock clock;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mappings;

    /** Taken from what is there, so that a page that is added tomorrow is asked too. */
    @Test
    void asksForASignInEverywhereElse() {
        List<String> paths = mappings.getHandlerMethods().keySet().stream()
                .map(RequestMappingInfo::getPatternValues)
                .flatMap(patterns -> patterns.stream())
                .map(pattern -> pattern.replaceAll("\\{[^}]*}", "x"))
                .filter(path -> !OPEN.contains(path))
                .toList();
        assertThat(paths).hasSizeGreaterThan(15);
        Browser stranger = browsers.open();
        for (String path : paths) {
            Browser.Page page = stranger.get(path);
            if (path.startsWith("/api/")) {
                assertThat(page.status()).as(path).isEqualTo(401);
            } else {
                assertThat(page.status()).as(path).isEqualTo(302);
                assertThat(page.location()).as(path).isEqualTo("/sign-in");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator", "/actuator/env", "/actuator/heapdump", "/nothing-here", "/error"})
    void tellsAStrangerNothingOfWhatThereIs(String path) {
        assertThat(browsers.open().get(path).location()).isEqualTo("/sign-in");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sign-in",
                "/assets/lamella.css",
                "/assets/lamella.js",
                "/webjars/htmx.org/dist/htmx.min.js",
                "/actuator/health",
                "/actuator/health/readiness"
            })
    void givesAStrangerTheDoorAndItsPaint(String path) {
        assertThat(browsers.open().get(path).status()).isEqualTo(200);
    }

    static Stream<String> forms() {
        return Stream.of(
                "/slices",
                "/slices/demo_a/slivers",
                "/slices/demo_a/slivers/node1/detach",
                "/slices/demo_a/delete",
                "/nodes",
                "/nodes/node1/join-code",
                "/nodes/node1/revoke",
                "/sign-out",
                "/sign-in");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void takesNoFormThatIsNotFromItsOwnPage(String action) {
        assertThat(browsers.signedIn().post(action, Map.of("name", "demo_a")).status())
                .isEqualTo(403);
        assertThat(browsers.open()
                        .post(action, Map.of("code", "x", "_csrf", "x"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void opensNothingOfTheApiToABrowsersCookie() {
        assertThat(browsers.signedIn().get("/api/v1/slices").status()).isEqualTo(401);
    }

    @Test
    void opensNoPageToAToken() {
        assertThat(rest.get("/slices").status()).isEqualTo(302);
    }

    @Test
    void takesACodeOnce() {
        String code = browsers.signInCode();
        Browser first = browsers.open();
        assertThat(first.signIn(code).location()).isEqualTo("/slices");
        assertThat(first.get("/slices").status()).isEqualTo(200);
        Browser second = browsers.open();
        Browser.Page refused = second.signIn(code);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.errors()).contains("This code is not valid");
        assertThat(second.get("/slices").location()).isEqualTo("/sign-in");
    }

    @Test
    void doesNotUseACodeUpByOpeningItsLink() {
        String code = browsers.signInCode();
        Browser browser = browsers.open();
        assertThat(browser.get("/sign-in?code=" + code).value("code")).isEqualTo(code);
        assertThat(browser.get("/sign-in?code=" + code).value("code")).isEqualTo(code);
        assertThat(browser.signIn(code).location()).isEqualTo("/slices");
    }

    @Test
    void refusesACodeThatHasExpired() {
        String code = browsers.signInCode();
        clock.advance(Duration.ofMinutes(10));
        assertThat(browsers.open().signIn(code).status()).isEqualTo(401);
    }

    @Test
    void refusesACodeThatItNeverGaveOut() {
        assertThat(browsers.open().signIn("").status()).isEqualTo(401);
        assertThat(browsers.open().signIn("' or true --").status()).isEqualTo(401);
        Browser browser = browsers.open();
        Browser.Page nothing = browser.submit(browser.get("/sign-in"), "/sign-in", Map.of());
        assertThat(nothing.status()).isEqualTo(400);
    }

    @Test
    void beginsAnotherSessionWithAnotherFormTokenAtSignIn() {
        Browser browser = browsers.open();
        String planted = browser.get("/sign-in").value("_csrf");
        assertThat(browser.session()).isEmpty();
        browser.signIn(browsers.signInCode());
        String first = browser.session().orElseThrow();
        browser.signIn(browsers.signInCode());
        assertThat(browser.session().orElseThrow()).isNotEqualTo(first);
        Browser.Page forged = browser.post("/nodes", Map.of("name", "node1", "site", "demo", "_csrf", planted));
        assertThat(forged.status()).isEqualTo(403);
    }

    @Test
    void forgetsASessionAtSignOut() {
        Browser browser = browsers.signedIn();
        Browser.Page bye = browser.submit(browser.get("/slices"), "/sign-out", Map.of());
        assertThat(bye.location()).isEqualTo("/sign-in");
        assertThat(browser.get("/slices").location()).isEqualTo("/sign-in");
        assertThat(jdbc.sql("select count(*) from spring_session where principal_name is not null")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void keepsItsCookieFromScriptsAndOtherSites() {
        var cookie = browsers.open().get("/sign-in").headers().firstValue("Set-Cookie");
        assertThat(cookie.orElseThrow()).contains("HttpOnly").contains("SameSite=Lax");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sign-in", "/slices", "/nodes", "/nothing-here"})
    void letsPagesLoadNothingFromElsewhereAndRunNothingInline(String path) {
        Browser.Page page = browsers.signedIn().get(path);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
                .contains("frame-ancestors 'none'");
        assertThat(page.html().select("script:not([src]), style, [style], [onclick]"))
                .isEmpty();
        assertThat(page.html().select("[src^=http], link[href^=http]")).isEmpty();
    }
}
