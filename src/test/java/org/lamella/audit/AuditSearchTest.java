package org.lamella.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lamella.access.Role;
import org.lamella.testing.Browser;
import org.lamella.testing.Browsers;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.lamella.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;
import tools.jackson.databind.JsonNode;

/** An admin finds who did what, when, and to what. */
@ControlPlaneTest
class AuditSearchTest {
    @Autowired
    private AuditTrail audit;

    @Autowired
    private AuditReader reader;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private SettableClock clock;

    @Autowired
    private Rest rest;

    @Autowired
    private Browsers browsers;

    @Autowired
    private People people;

    @Autowired
    private ITemplateEngine templates;

    private String hourLater;

    @BeforeEach
    void fourChanges() {
        new AuditTables(jdbc, transaction).empty();
        change("alice@example.org", "slice-created", "slice", "demo_a", "image busybox", Difference.NONE);
        change("bob@example.org", "slice-created", "slice", "demo_b", "", Difference.NONE);
        clock.advance(Duration.ofHours(1));
        hourLater = clock.instant().toString();
        change(
                "alice@example.org",
                "slice-renewed",
                "slice",
                "demo_a",
                "",
                Difference.between(
                        Map.of("expiresAt", "friday", "image", "x"), Map.of("expiresAt", "sunday", "image", "x")));
        change("alice%x@example.org", "node-added", "node", "demo_a", "<b>of</b>", Difference.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                   | node-added slice-renewed slice-created slice-created",
                "actor=alice@example.org            | slice-renewed slice-created",
                "actor=alice*                       | node-added slice-renewed slice-created",
                "actor=alice%25*                    | node-added",
                "actor=al_ce*                       | ''",
                "kind=slice&object=demo_a           | slice-renewed slice-created",
                "object=demo_a                      | node-added slice-renewed slice-created",
                "object=demo_*&action=slice-created | slice-created slice-created",
                "kind=node                          | node-added",
                "from=HOUR                          | node-added slice-renewed",
                "until=HOUR                         | slice-created slice-created",
                "until=HOUR&actor=bob@example.org   | slice-created",
                "from=2999-01-01                    | ''",
                "actor='+or+true--                  | ''",
                "filter=demo_a                      | node-added slice-renewed slice-created",
                "filter=DEMO_B                      | slice-created",
                "filter=-kind:node&actor=alice*     | slice-renewed slice-created",
                "filter=action:slice-*&object=demo_a | slice-renewed slice-created",
                "filter=at%3E%3DHOUR&sort=at        | slice-renewed node-added",
            })
    void findsWhatAllPartsHoldOf(String query, String actions) {
        String asked = query == null ? "" : query.replace("HOUR", hourLater);
        assertThat(rest.get("/api/v1/audit?" + asked).texts("items", "action"))
                .isEqualTo(actions.isEmpty() ? List.of() : List.of(actions.split(" ", -1)));
        assertThat(browsers.signedIn().get("/audit?object=demo_a&" + asked).status())
                .isEqualTo(200);
    }

    @Test
    void pagesThroughTiesWithoutLosingARow() {
        for (int row = 0; row < 20; row++) {
            change("carol@example.org", "slice-changed", "slice", "demo_" + row, "", Difference.NONE);
        }
        List<String> objects = new ArrayList<>();
        String cursor = "";
        do {
            var page = rest.get("/api/v1/audit?actor=carol@example.org&limit=3" + cursor);
            objects.addAll(page.texts("items", "object"));
            // What comes meanwhile is newer than all that is still to be read.
            change("carol@example.org", "slice-changed", "slice", "demo_new", "", Difference.NONE);
            cursor = page.json().path("next").isNull()
                    ? null
                    : "&cursor=" + page.json().path("next").stringValue();
        } while (cursor != null);
        assertThat(objects)
                .hasSize(20)
                .doesNotHaveDuplicates()
                .startsWith("demo_19")
                .endsWith("demo_0");
    }

    @Test
    void saysAllThatIsWrongWithAQuestion() {
        assertThat(rest.get("/api/v1/audit?from=yesterday&until=2026-13-01").wrongFields())
                .containsExactly("from", "until");
        assertThat(rest.get("/api/v1/audit?cursor=eHg").wrongFields()).containsExactly("cursor");
        assertThat(rest.get("/api/v1/audit?from=yesterday&filter=colour:red&limit=0")
                        .wrongFields())
                .containsExactlyInAnyOrder("from", "filter", "limit");
        Browser.Page searched = browsers.signedIn().get("/audit?filter=colour:red&actor=alice*");
        assertThat(searched.errors())
                .contains("there is no field colour; there is id, at, actor, kind, object, action");
        assertThat(searched.value("filter")).isEqualTo("colour:red");
        Browser.Page page = browsers.signedIn().get("/audit?from=yesterday&actor=alice*");
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.errors()).contains("from: must be a time such as");
        assertThat(page.value("actor")).isEqualTo("alice*");
        assertThat(page.value("from")).isEqualTo("yesterday");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1000000000-12-31T00:00:00Z", "+999999999-12-31", "2026-11-20T14:00", "0000-01-01"})
    void refusesATimeThatTheDatabaseCannotHoldOrThatHasNoZone(String time) {
        assertThat(rest.get("/api/v1/audit?from=" + time.replace("+", "%2B")).status())
                .isEqualTo(400);
    }

    @Test
    void showsWhatWasBeforeAndAfter() {
        Browser.Page page = browsers.signedIn().get("/audit?action=slice-renewed");
        assertThat(page.html().select(".changes li").text()).isEqualTo("expiresAt friday → sunday");
        var item = rest.get("/api/v1/audit?action=slice-renewed")
                .json()
                .path("items")
                .get(0);
        assertThat(item.path("before").path("expiresAt").stringValue()).isEqualTo("friday");
        assertThat(item.path("after").propertyNames()).containsExactly("expiresAt");
        assertThat(browsers.signedIn()
                        .get("/audit?kind=node")
                        .html()
                        .select("td.said")
                        .text())
                .isEqualTo("<b>of</b>");
    }

    @Test
    void hasWordsForNothingFound() {
        Browser browser = browsers.signedIn();
        assertThat(browser.get("/audit?actor=nobody").text()).contains("No change like this");
        new AuditTables(jdbc, transaction).empty();
        assertThat(browser.get("/audit").text()).contains("No change yet");
    }

    @Test
    void tellsTheHistoryOfOneThing() {
        assertThat(reader.of("slice", "demo_a", 10))
                .extracting(AuditEvent::action)
                .containsExactly("slice-renewed", "slice-created");
        assertThat(reader.of("slice", "demo_a", 1)).hasSize(1);
    }

    @Test
    void showsTheHistoryOnThePageOfThatThing() {
        Context model = new Context();
        model.setVariable("events", reader.of("slice", "demo_a", 10));
        assertThat(Jsoup.parse(templates.process("audit/history", Set.of("rows"), model))
                        .select("tbody td:last-child")
                        .eachText())
                .containsExactly("expiresAt friday → sunday", "image busybox");
        model.setVariable("events", List.of());
        assertThat(templates.process("audit/history", Set.of("rows"), model)).contains("Nothing yet");
    }

    @Test
    void verifiesTheChainForAScript() {
        await().until(() -> verification("").path("unsealed").path("rows").asLong() == 0);
        var verified = verification("");
        assertThat(verified.path("sound").asBoolean()).isTrue();
        assertThat(verified.path("fault").isNull()).isTrue();
        long rows = verified.path("rows").asLong();
        assertThat(rows).isGreaterThanOrEqualTo(4);
        String head = verified.path("head").stringValue();
        assertThat(verification("?rows=" + rows + "&head=" + head).path("sound").asBoolean())
                .isTrue();
        var longer = verification("?rows=" + (rows + 1_000) + "&head=" + head);
        assertThat(longer.path("sound").asBoolean()).isFalse();
        assertThat(longer.path("fault").path("message").stringValue()).contains("its end was cut off");
        assertThat(rest.get("/api/v1/audit/verification?rows=0&head=x").wrongFields())
                .containsExactly("rows", "head");
    }

    @Test
    void isForAdminsOnly() {
        People.Person pi = people.at("demo", Role.PI);
        assertThat(pi.rest().get("/api/v1/audit").status()).isEqualTo(403);
        assertThat(pi.rest().get("/api/v1/audit/verification").status()).isEqualTo(403);
        assertThat(pi.browser().get("/audit").status()).isEqualTo(403);
    }

    private JsonNode verification(String query) {
        return rest.get("/api/v1/audit/verification" + query).json();
    }

    private void change(String actor, String action, String kind, String object, String detail, Difference difference) {
        transaction.executeWithoutResult(status ->
                audit.record(new Actor(actor, Actor.Via.WEB, "10.0.0.1"), action, kind, object, detail, difference));
    }
}
