package org.lamella.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.protocol.SliverState;
import org.lamella.testing.Browser;
import org.lamella.testing.Browsers;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;

/** What the pages show and take. */
@ControlPlaneTest
class PagesTest {
    private static final String SCRIPT = "<script>alert(1)</script>";

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private Browsers browsers;

    private Browser browser;

    @BeforeEach
    void somebodyIsSignedIn() {
        browser = browsers.signedIn();
    }

    @Test
    void saysWhatToDoWhereThereIsNothingYet() {
        assertThat(browser.get("/slices").text()).contains("No slice yet", "Make the first slice", "admin@localhost");
        assertThat(browser.get("/nodes").text()).contains("No node yet", "Add the first node");
        assertThat(browser.get("/").text()).contains("You are a member of no slice yet", "Make a slice");
    }

    @Test
    void showsASliceAndItsNodeAsTheyAre() {
        AgentStream stream = agents.ready("node1");
        rest.post("/api/v1/slices", """
                {"name": "demo_a", "description": "%s", "url": "https://example.org/?a=1&b=2", "slivers": {"count": 1}}""".formatted(SCRIPT));
        stream.awaitPlan();
        stream.reportAll(SliverState.SLIVER_STATE_FAILED, "no room for " + SCRIPT);
        await().until(() -> browser.get("/slices/demo_a").text().contains("no room"));
        Browser.Page slice = browser.get("/slices/demo_a");
        assertThat(slice.status()).isEqualTo(200);
        assertThat(slice.text()).contains("demo_a", "failed → running", "1 failed", SCRIPT, "busybox", "node1");
        assertThat(slice.html().select("a[href='https://example.org/?a=1&b=2']"))
                .hasSize(1);
        assertThat(slice.html().select("script:not([src])")).isEmpty();
        Browser.Page node = browser.get("/nodes/node1");
        assertThat(node.text()).contains("ready", "demo_a", "no room for " + SCRIPT, "runc 1.1.5", "4.0 GiB");
        assertThat(node.html().select("script:not([src])")).isEmpty();
        assertThat(browser.get("/slices").text()).contains("demo_a", "failed", "0 / 1");
        assertThat(browser.get("/nodes").text()).contains("node1", "ready", "6.18.0");
    }

    @Test
    void showsANodeThatHasNotJoinedYet() {
        agents.add("node1");
        assertThat(browser.get("/nodes/node1").text()).contains("It has not joined yet", "never", "No sliver here");
        assertThat(browser.get("/nodes").text()).contains("enrolling", "never");
    }

    @Test
    void makesASlice() {
        agents.ready("node1");
        Browser.Page made = browser.submit(
                browser.get("/slices/new"), "/slices", Map.of("name", "demo_a", "where", "count", "count", "1"));
        assertThat(made.location()).isEqualTo("/slices/demo_a");
        assertThat(browser.get("/slices/demo_a").text()).contains("pending", "1 on their way");
    }

    @Test
    void givesBackWhatWasTypedWithAllThatIsWrong() {
        Map<String, String> typed = Map.of(
                "name", "Demo a",
                "image", "busybox",
                "where", "nodes",
                "nodes", "node8, node9",
                "description", "<b>bold</b>",
                "url", "javascript:alert(1)");
        Browser.Page refused = browser.submit(browser.get("/slices/new"), "/slices", typed);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errors())
                .contains(
                        "4 things are wrong",
                        "Demo a is no slice name",
                        "no node node8",
                        "no node node9",
                        "http or https");
        assertThat(refused.value("name")).isEqualTo("Demo a");
        assertThat(refused.value("url")).isEqualTo("javascript:alert(1)");
        assertThat(refused.value("nodes")).isEqualTo("node8, node9");
        assertThat(refused.html().selectFirst("textarea[name=description]").text())
                .isEqualTo("<b>bold</b>");
        assertThat(refused.html().select("input[name=where][value=nodes]").hasAttr("checked"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "-1", "1e9", "99999999999"})
    void refusesACountThatIsNone(String count) {
        Browser.Page refused = browser.submit(
                browser.get("/slices/new"), "/slices", Map.of("name", "demo_a", "where", "count", "count", count));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errors()).contains("slivers.count");
        assertThat(refused.value("count")).isEqualTo(count);
    }

    @Test
    void deletesOnlyWhenTheNameIsTyped() {
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\"}");
        Browser.Page page = browser.get("/slices/demo_a");
        Browser.Page refused = browser.submit(page, "/slices/demo_a/delete", Map.of("confirm", "demo_b"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("nothing was deleted");
        assertThat(rest.get("/api/v1/slices/demo_a").status()).isEqualTo(200);
        Browser.Page gone = browser.submit(page, "/slices/demo_a/delete", Map.of("confirm", " demo_a "));
        assertThat(gone.location()).isEqualTo("/slices");
        assertThat(rest.get("/api/v1/slices/demo_a").status()).isEqualTo(404);
    }

    @Test
    void attachesAndRemovesSlivers() {
        agents.ready("node1");
        agents.ready("node2");
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\"}");
        String attach = "/slices/demo_a/slivers";
        browser.submit(browser.get("/slices/demo_a"), attach, Map.of("where", "node2"));
        Browser.Page refused = browser.submit(browser.get("/slices/demo_a"), attach, Map.of("where", "node2 node7"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errors()).contains("node2 has a sliver of the slice already", "there is no node node7");
        assertThat(refused.value("where")).isEqualTo("node2 node7");
        browser.submit(browser.get("/slices/demo_a"), attach, Map.of("where", "1"));
        Browser.Page page = browser.get("/slices/demo_a");
        assertThat(page.html().select("#now tbody tr")).hasSize(2);
        browser.submit(page, "/slices/demo_a/slivers/node1/detach", Map.of());
        assertThat(browser.get("/slices/demo_a").text()).contains("pending → absent");
    }

    @Test
    void addsANodeAndShowsItsCodeOnce() {
        Browser.Page form = browser.get("/nodes/new");
        Browser.Page refused = browser.submit(form, "/nodes", Map.of("name", "Node_1", "site", "nowhere"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errors()).contains("2 things are wrong");
        assertThat(refused.value("name")).isEqualTo("Node_1");
        assertThat(refused.value("site")).isEqualTo("nowhere");
        Browser.Page added = browser.submit(form, "/nodes", Map.of("name", "node1", "site", "demo"));
        assertThat(added.text()).contains("--code lamella-");
        assertThat(added.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
        assertThat(browser.get("/nodes/node1").text()).doesNotContain("lamella-a");
        Browser.Page again = browser.submit(browser.get("/nodes/node1"), "/nodes/node1/join-code", Map.of());
        assertThat(again.text()).contains("--code lamella-");
        assertThat(browser.submit(browser.get("/nodes/node1"), "/nodes/node1/revoke", Map.of())
                        .location())
                .isEqualTo("/nodes/node1");
        assertThat(browser.get("/nodes/node1").text()).contains("revoked", "Its certificates are void");
    }

    @Test
    void findsByAPartOfAName() {
        agents.add("node1");
        rest.post("/api/v1/slices", "{\"name\": \"demo_node\"}");
        assertThat(browser.get("/find?q=mo_no").location()).isEqualTo("/slices/demo_node");
        assertThat(browser.get("/find?q=NODE").text()).contains("demo_node", "node1");
        assertThat(browser.get("/find?q=" + "%3Cscript%3E").text()).contains("Found for “<script>”", "Nothing");
        assertThat(browser.get("/find?q=%25").text()).contains("Nothing");
        assertThat(browser.get("/find").status()).isEqualTo(200);
    }

    @Test
    void answersWithAPageWhereThereIsNothing() {
        for (String path : List.of("/nothing-here", "/slices/demo_none", "/nodes/node9", "/assets/none.css")) {
            Browser.Page page = browser.get(path);
            assertThat(page.status()).as(path).isEqualTo(404);
            assertThat(page.headers().firstValue("Content-Type").orElse(""))
                    .as(path)
                    .startsWith("text/html");
            assertThat(page.html().select("h1").text()).isEqualTo("404");
        }
    }
}
