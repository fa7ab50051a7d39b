package org.lamella.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.testing.Browser;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A session or a token outlives what its account may do. */
@ControlPlaneTest
class RightsOfTheMomentTest {
    @Autowired
    private People people;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void endsTheSessionOfADisabledAccount() {
        People.Person admin = people.admin();
        Browser browser = admin.browser();
        assertThat(browser.get("/nodes").status()).isEqualTo(200);
        jdbc.sql("update accounts set enabled = false where email = ?")
                .param(admin.email())
                .update();
        assertThat(browser.get("/nodes").location()).isEqualTo("/sign-in");
        assertThat(admin.rest().get("/api/v1/nodes").status()).isEqualTo(401);
    }

    @Test
    void takesAdminRightsAwayAtOnce() {
        People.Person admin = people.admin();
        Browser browser = admin.browser();
        assertThat(browser.get("/nodes/new").status()).isEqualTo(200);
        jdbc.sql("update accounts set admin = false where email = ?")
                .param(admin.email())
                .update();
        assertThat(browser.get("/nodes/new").status()).isEqualTo(403);
    }

    @Test
    void refusesWhatOnlyAdminsMay() {
        People.Person user = people.at("demo", Role.USER);
        var refused = user.rest().post("/api/v1/nodes", "{\"name\":\"node1\"}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.problem()).isEqualTo("forbidden");
        assertThat(refused.detail()).contains("admin");
    }
}
