package org.lamella.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.testing.Browser;
import org.lamella.testing.Browsers;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sessions are seen and ended by whom they belong to. */
@ControlPlaneTest
class SessionsTest {
    @Autowired
    private People people;

    @Autowired
    private Browsers browsers;

    @Autowired
    private Rest rest;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void showsEachAndEndsOne() {
        People.Person ada = people.named("ada", "demo", Role.USER);
        Browser here = ada.browser();
        Browser there = ada.browser();
        Browser.Page page = here.get("/account");
        assertThat(page.text()).contains("(this one)", "127.0.0.1", "Java-http-client");
        var ends = page.html().select("form[action^=/account/sessions/][action$=/end]");
        assertThat(ends).hasSize(1);
        assertThat(page.html().html()).doesNotContain(there.session().orElseThrow());
        here.submit(page, ends.attr("action"), Map.of());
        assertThat(there.get("/account").location()).isEqualTo("/sign-in");
        assertThat(here.get("/account").status()).isEqualTo(200);
    }

    @Test
    void endsAllOthersAtOnce() {
        People.Person ada = people.named("ada", "demo", Role.USER);
        Browser here = ada.browser();
        Browser there = ada.browser();
        Browser another = ada.browser();
        here.submit(here.get("/account"), "/account/sessions/end-others", Map.of());
        assertThat(there.get("/account").location()).isEqualTo("/sign-in");
        assertThat(another.get("/account").location()).isEqualTo("/sign-in");
        assertThat(here.get("/account").status()).isEqualTo(200);
    }

    @Test
    void endsNobodyElses() {
        Browser ada = people.named("ada", "demo", Role.USER).browser();
        People.Person eve = people.named("eve", "demo", Role.USER);
        eve.browser();
        Browser eves = eve.browser();
        Browser.Page page = eves.get("/account");
        String action = page.html()
                .select("form[action^=/account/sessions/][action$=/end]")
                .attr("action");
        Browser.Page adas = ada.get("/account");
        String token = adas.value("_csrf");
        ada.post(action, Map.of("_csrf", token));
        assertThat(eves.get("/account").html().select("tbody tr")).hasSize(2);
        assertThat(eve.rest()
                        .delete("/api/v1/accounts/ada@example.org/sessions")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void letsAnAdminEndThoseOfOthers() {
        Browser ada = people.named("ada", "demo", Role.USER).browser();
        assertThat(rest.delete("/api/v1/accounts/ada@example.org/sessions").status())
                .isEqualTo(204);
        assertThat(ada.get("/account").location()).isEqualTo("/sign-in");
    }

    @Test
    void keepsNoSessionForAStranger() {
        Browser stranger = browsers.open();
        stranger.get("/sign-in");
        stranger.get("/slices");
        stranger.get("/register");
        stranger.submit(stranger.get("/sign-in"), "/sign-in", Map.of("code", "x"));
        assertThat(jdbc.sql("select count(*) from spring_session")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(stranger.session()).isEmpty();
    }
}
