package org.lamella.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.testing.Browser;
import org.lamella.testing.Browsers;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who decides about whom. */
@ControlPlaneTest
class AccountsTest {
    @Autowired
    private People people;

    @Autowired
    private Browsers browsers;

    @Autowired
    private Rest rest;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void areDisabledWithTheirSessionsAndTokens() {
        People.Person ada = people.named("ada", "demo", Role.USER);
        Browser browser = ada.browser();
        Rest pi = people.at("demo", Role.PI).rest();
        assertThat(pi.post("/api/v1/accounts/ada@example.org/disable").status()).isEqualTo(200);
        assertThat(browser.get("/account").location()).isEqualTo("/sign-in");
        assertThat(ada.rest().get("/api/v1/account").status()).isEqualTo(401);
        assertThat(pi.post("/api/v1/accounts/ada@example.org/enable").status()).isEqualTo(200);
        assertThat(ada.rest().get("/api/v1/account").status()).isEqualTo(200);
    }

    @Test
    void areHiddenFromThePiOfAnotherSite() {
        people.site("mit");
        people.named("ada", "demo", Role.USER);
        Rest other = people.at("mit", Role.PI).rest();
        assertThat(other.get("/api/v1/accounts/ada@example.org").status()).isEqualTo(404);
        assertThat(other.post("/api/v1/accounts/ada@example.org/disable").status())
                .isEqualTo(404);
        assertThat(other.get("/api/v1/accounts").texts("items", "email")).containsExactly("pi.mit@example.org");
    }

    @Test
    void belongToAnAdminOnceTheyAreAtTwoSitesOrPis() {
        people.site("mit");
        people.named("ada", "demo", Role.USER);
        rest.send(rest.request("/api/v1/sites/mit/people/ada@example.org/roles/user")
                .PUT(HttpRequest.BodyPublishers.noBody()));
        Rest pi = people.at("demo", Role.PI).rest();
        assertThat(pi.post("/api/v1/accounts/ada@example.org/disable").status()).isEqualTo(403);
        people.named("second", "demo", Role.PI);
        assertThat(pi.post("/api/v1/accounts/second@example.org/disable").status())
                .isEqualTo(403);
        assertThat(rest.post("/api/v1/accounts/ada@example.org/disable").status())
                .isEqualTo(200);
    }

    @Test
    void keepOneAdminWhateverHappensAtOnce() throws Exception {
        People.Person second = people.admin();
        Rest.Answer me = rest.get("/api/v1/account");
        String first = me.json().path("email").stringValue();
        Callable<Integer> one = () ->
                rest.post("/api/v1/accounts/" + second.email() + "/disable").status();
        Callable<Integer> other =
                () -> rest.delete("/api/v1/accounts/" + first + "/admin").status();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : executor.invokeAll(List.of(one, other, one, other))) {
                assertThat(done.get()).isIn(200, 401, 403, 404, 409);
            }
            assertThat(jdbc.sql("select count(*) from accounts where admin and enabled")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(1);
        } finally {
            jdbc.sql("update accounts set admin = true, enabled = true where email = ?")
                    .param(first)
                    .update();
        }
    }

    @Test
    void sayWhyTheLastAdminStays() {
        Rest.Answer refused = rest.post("/api/v1/accounts/admin@localhost/disable");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.detail()).contains("admin@localhost is the only admin", "make one first");
        assertThat(rest.delete("/api/v1/accounts/admin@localhost/admin").status())
                .isEqualTo(409);
    }

    @Test
    void areFoundByAPartOfAddressOrName() {
        people.named("ada", "demo", Role.USER);
        people.named("eve_x", "demo", Role.USER);
        assertThat(rest.get("/api/v1/accounts?q=ADA").texts("items", "email")).containsExactly("ada@example.org");
        assertThat(rest.get("/api/v1/accounts?q=_x").texts("items", "email")).containsExactly("eve_x@example.org");
        assertThat(rest.get("/api/v1/accounts?limit=1").json().path("next").isNull())
                .isFalse();
        assertThat(browsers.signedIn().get("/accounts?filter=ADA").text())
                .contains("ada@example.org")
                .doesNotContain("eve_x@");
    }

    @Test
    void areChangedInBulkByScriptsToo() {
        people.site("mit");
        people.named("ada", "demo", Role.USER);
        people.named("eve", "mit", Role.USER);
        Rest pi = people.at("demo", Role.PI).rest();
        String both = "{\"accounts\": [\"ada@example.org\", \"eve@example.org\"], \"action\": \"%s\"}";
        var done = pi.post("/api/v1/account-changes", both.formatted("disable"));
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.texts("results", "email")).containsExactly("ada@example.org", "eve@example.org");
        assertThat(done.texts("results", "done")).containsExactly("true", "false");
        assertThat(done.texts("results", "words")).first().isEqualTo("disabled");
        assertThat(rest.get("/api/v1/accounts?filter=enabled:no").texts("items", "email"))
                .containsExactly("ada@example.org");
        assertThat(rest.post("/api/v1/account-changes", both.formatted("enable"))
                        .texts("results", "done"))
                .containsExactly("true", "true");
        assertThat(rest.post("/api/v1/account-changes", both.formatted("praise"))
                        .wrongFields())
                .containsExactly("action");
        assertThat(rest.post("/api/v1/account-changes", "{\"accounts\": []}").wrongFields())
                .containsExactly("accounts");
        var asWhole = pi.send(pi.request("/api/v1/account-changes")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "once")
                .POST(HttpRequest.BodyPublishers.ofString(both.formatted("disable"))));
        assertThat(asWhole.problem()).isEqualTo("partly-refused");
        assertThat(rest.get("/api/v1/accounts?filter=enabled:no").texts("items", "email"))
                .isEmpty();
    }

    @Test
    void areDisabledInBulkWithAResultEach() {
        people.named("ada", "demo", Role.USER);
        Browser admin = browsers.signedIn();
        Browser.Page page = admin.get("/accounts");
        Browser.Page done = admin.post(
                "/accounts?email=ada@example.org&email=admin@localhost",
                Map.of("action", "disable", "_csrf", page.value("_csrf")));
        assertThat(done.text()).contains("ada@example.org: disabled", "admin@localhost is the only admin");
        assertThat(rest.get("/api/v1/accounts/ada@example.org")
                        .json()
                        .path("enabled")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void renameThemselves() {
        Browser ada = people.named("ada", "demo", Role.USER).browser();
        assertThat(ada.submit(ada.get("/account"), "/account", Map.of("name", ""))
                        .status())
                .isEqualTo(400);
        ada.submit(ada.get("/account"), "/account", Map.of("name", "Ada Lovelace"));
        assertThat(rest.get("/api/v1/accounts/ada@example.org")
                        .json()
                        .path("name")
                        .stringValue())
                .isEqualTo("Ada Lovelace");
    }

    @Test
    void showAUserNobodyButThemselves() {
        People.Person ada = people.named("ada", "demo", Role.USER);
        assertThat(ada.rest().get("/api/v1/accounts").texts("items", "email")).containsExactly("ada@example.org");
        assertThat(ada.browser().get("/accounts").status()).isEqualTo(403);
        Browser admin = browsers.signedIn();
        Browser.Page one = admin.get("/accounts/ada@example.org");
        assertThat(one.text()).contains("demo: user", "never had to be");
        admin.submit(one, "/accounts/ada@example.org/admin", Map.of("is", "true"));
        assertThat(admin.get("/accounts/ada@example.org").text()).contains("No longer an admin");
        assertThat(admin.get("/accounts/ada@example.org/tokens").text()).contains("API tokens of ada@example.org");
    }
}
