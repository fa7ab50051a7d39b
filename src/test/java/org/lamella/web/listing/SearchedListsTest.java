package org.lamella.web.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lamella.access.Role;
import org.lamella.agentlink.Agents;
import org.lamella.testing.Browsers;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The lists of people and of what they ask for are searched and sorted as those of slices and nodes are. */
@ControlPlaneTest
class SearchedListsTest {
    @Autowired
    private Rest rest;

    @Autowired
    private People people;

    @Autowired
    private Agents agents;

    @Autowired
    private Browsers browsers;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void thereAreSomeOfEach() {
        jdbc.sql("delete from node_groups").update();
        people.site("mit");
        people.named("ada", "demo", Role.USER);
        people.named("eve", "mit", Role.TECH);
        people.named("zoe", "demo", Role.PI);
        rest.post("/api/v1/accounts/eve@example.org/disable");
        rest.patch("/api/v1/sites/mit", "{\"country\": \"US\"}");
        for (String name : new String[] {"node1", "node2", "node3"}) {
            agents.add(name);
        }
        rest.post(
                "/api/v1/slices",
                "{\"name\": \"demo_a\", \"slivers\": {\"nodes\": [\"node1\", \"node2\", \"node3\"]}}");
        jdbc.sql("update slivers set state = 'RUNNING' where node_id = (select id from nodes where name = 'node2')")
                .update();
        jdbc.sql("""
                        insert into slice_requests
                          (name, site_id, account_id, image, description, url, state, created_at, changed_at)
                        select w.name, s.id, a.id, 'busybox', w.words, '', w.state, now(), now()
                        from sites s, accounts a,
                          (values ('demo_cdn', 'a cache', 'WAITING'), ('demo_dht', 'a table', 'REJECTED')) w (name, words, state)
                        where s.login_base = 'demo' and a.email = 'ada@example.org'""").update();
        jdbc.sql("""
                        insert into registrations (email, name, site_id, role, words, created_at, verified_at)
                        select w.email, w.name, s.id, w.role, '', now(), now() from sites s,
                          (values ('new@example.org', 'Nora', 'USER'), ('odd@example.org', 'Odd', 'TECH')) w (email, name, role)
                        where s.login_base = 'mit'""").update();
        jdbc.sql("delete from mails").update();
        jdbc.sql("""
                        insert into mails (recipient, subject, body, kind, state, created_at, next_attempt, ended_at)
                        values ('ada@example.org', 'Your slice ends', '', 'x', 'DELIVERED', now(), now(), now()),
                               ('eve@example.org', 'Come in', '', 'x', 'KEPT', now(), now(), now())""").update();
        rest.put("/api/v1/node-groups/fast", "{\"label\": \"disk\", \"value\": \"ssd\"}");
        rest.put("/api/v1/node-groups/slow", "{\"label\": \"disk\", \"value\": \"tape\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            accounts                | email     | site:demo                  | email           | ada@example.org zoe@example.org
            accounts                | email     | role:pi,tech               | -email          | zoe@example.org eve@example.org
            accounts                | email     | -enabled:yes               |                 | eve@example.org
            accounts                | email     | EVE                        |                 | eve@example.org
            accounts                | email     | ada createdAt>-1d          | createdAt       | ada@example.org
            sites                   | loginBase | ~~                         | -loginBase      | mit demo
            sites                   | loginBase | country:us enabled:true    |                 | mit
            sites                   | loginBase | -country:US                |                 | demo
            sites/demo/people       | email     | role:pi                    |                 | zoe@example.org
            sites/demo/people       | email     | -role:pi                   | -name           | ada@example.org
            slice-requests          | name      | cdn                        |                 | demo_cdn
            slice-requests          | name      | site:demo                  | -id             | demo_dht demo_cdn
            slice-requests          | name      | state:waiting              | requester       | demo_cdn
            slice-requests          | name      | description:*TABLE* id>0   |                 | demo_dht
            registrations           | name      | nora                       |                 | Nora
            registrations           | name      | role:TECH                  |                 | Odd
            registrations           | name      | site:mit                   | -name           | Odd Nora
            mails                   | to        | ends                       |                 | ada@example.org
            mails                   | to        | -state:delivered           |                 | eve@example.org
            mails                   | to        | ~~                         | to              | ada@example.org eve@example.org
            mails                   | to        | ~~                         |                 | eve@example.org ada@example.org
            slices/demo_a/slivers   | node      | state:RUNNING              |                 | node2
            slices/demo_a/slivers   | node      | -state:RUNNING             | -node           | node3 node1
            slices/demo_a/slivers   | node      | site:demo image:busybox 3  |                 | node3
            node-groups             | name      | value:ssd                  |                 | fast
            node-groups             | name      | label:disk nodes:0         | -name           | slow fast
            audit                   | action    | action:slice-* EMO_A       |                 | slice-created
            audit                   | object    | action:node-added -object:*2 | at,id         | node1 node3
            audit                   | object    | actor:nobody               | -at             | ~~
            """)
    void areSearchedAndSorted(String list, String field, String filter, String sort, String found) {
        var answer = rest.get("/api/v1/" + list + "?filter=" + encoded(filter) + "&sort=" + encoded(sort));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(String.join(" ", answer.texts("items", field))).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({
        "accounts",
        "sites",
        "sites/demo/people",
        "slice-requests",
        "registrations",
        "mails",
        "tokens",
        "ssh-keys",
        "blocked-ssh-keys",
        "slices/demo_a/slivers",
        "node-groups",
        "audit"
    })
    void sayWhatTheyCanBeSearchedBy(String list) {
        var refused = rest.get("/api/v1/" + list + "?filter=colour:red&sort=size&limit=0&cursor=x");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.wrongFields()).containsExactlyInAnyOrder("filter", "sort", "limit", "cursor");
    }

    @ParameterizedTest
    @CsvSource({
        "slices/demo_a/members",
        "slices/demo_a/tags",
        "slices/demo_a/quota",
        "slices/demo_a/reservations",
        "slices/demo_a/peers",
        "slices/demo_a/ports",
        "images",
        "slices/demo_a/usage"
    })
    void refuseAFilterThatTheyWouldIgnore(String list) {
        assertThat(rest.get("/api/v1/" + list).status()).isEqualTo(200);
        var refused = rest.get("/api/v1/" + list + "?filter=a&sort=name");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.wrongFields()).containsExactly("filter", "sort");
    }

    @Test
    void refuseToSortTheAuditTrailByWhatItHasTooMuchOf() {
        var refused = rest.get("/api/v1/audit?sort=actor&from=yesterday&filter=colour:red");
        assertThat(refused.wrongFields()).containsExactlyInAnyOrder("sort", "from", "filter");
        assertThat(refused.detail()).contains("there is no actor to sort by; there is id, at");
    }

    @Test
    void showATokenOrKeyToNobodyElse() {
        Rest ada = people.named("lone", "demo", Role.USER).rest();
        assertThat(ada.get("/api/v1/tokens?filter=scope:read").texts("items", "account"))
                .containsOnly("lone@example.org");
        assertThat(ada.get("/api/v1/accounts?filter=-email:nobody").texts("items", "email"))
                .containsExactly("lone@example.org");
        assertThat(ada.get("/api/v1/registrations?filter=-email:nobody").texts("items", "email"))
                .isEmpty();
        assertThat(ada.get("/api/v1/slice-requests?filter=-name:x").texts("items", "name"))
                .isEmpty();
        assertThat(ada.get("/api/v1/sites/mit/people?filter=-email:nobody").texts("items", "email"))
                .isEmpty();
        assertThat(ada.get("/api/v1/slices/demo_a/slivers?filter=node1").status())
                .isEqualTo(404);
    }

    @Test
    void arePagedThroughByWhatTheyAreSortedBy() {
        var first = rest.get("/api/v1/slices/demo_a/slivers?sort=-state,node&limit=2");
        assertThat(first.texts("items", "node")).containsExactly("node2", "node1");
        assertThat(rest.get("/api/v1/slices/demo_a/slivers?sort=-state,node&limit=2&cursor="
                                + first.json().path("next").stringValue())
                        .texts("items", "node"))
                .containsExactly("node3");
    }

    @Test
    void haveAPageForPeople() {
        var browser = browsers.signedIn();
        assertThat(browser.get("/sites?filter=country:US").html().select("tbody tr"))
                .hasSize(1);
        assertThat(browser.get("/accounts?filter=-site:demo+enabled:no").html().select("tbody tr"))
                .hasSize(1);
        for (String page : new String[] {"/sites", "/accounts", "/mail"}) {
            var refused = browser.get(page + "?filter=colour:red");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text()).contains("there is no field colour");
        }
    }

    private static String encoded(String text) {
        return text == null ? "" : URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
