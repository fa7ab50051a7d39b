package org.lamella.slivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.testing.Browser;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;

/** The page of one sliver: what is wanted and seen, what can be done, and what its node is asked for. */
@ControlPlaneTest
class SliverPageTest {
    private static final String PAGE = "/slices/demo_a/slivers/node1";
    private static final String CONSOLE = "/api/v1" + PAGE + "/console";

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private People people;

    private AgentStream stream;
    private Browser browser;

    @BeforeEach
    void aSliverRuns() {
        stream = agents.ready("node1");
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\", \"slivers\": {\"nodes\": [\"node1\"]}}");
        stream.runAll(1);
        await().until(() ->
                rest.get("/api/v1" + PAGE).json().path("state").stringValue().equals("RUNNING"));
        browser = people.admin().browser();
    }

    @Test
    void stopsAndStartsAndShowsGoalBesideState() {
        Browser.Page page = browser.get(PAGE);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.html().select("h1").text()).isEqualTo("demo_a on node1");
        Browser.Page stopped = browser.submit(page, PAGE + "/act", Map.of("action", "stop"));
        assertThat(stopped.location()).endsWith(PAGE);
        page = browser.get(PAGE);
        assertThat(page.html().select(".head .state").text()).isEqualTo("running → stopped");
        assertThat(page.text()).contains("stopped by its owner");
        assertThat(page.html().select("button[value=start]")).hasSize(1);
        assertThat(page.html().select("button[value=restart]")).isEmpty();
        browser.submit(page, PAGE + "/act", Map.of("action", "start"));
        assertThat(browser.get(PAGE).html().select(".head .state").text()).isEqualTo("running");
    }

    @Test
    void rebuildsOnlyWhenTheNodesNameIsTyped() {
        Browser.Page page = browser.get(PAGE);
        Browser.Page refused = browser.submit(page, PAGE + "/act", Map.of("action", "rebuild", "confirm", "node2"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("that is not the node's name; nothing was rebuilt");
        long before = incarnation();
        Browser.Page done = browser.submit(page, PAGE + "/act", Map.of("action", "rebuild", "confirm", "node1"));
        assertThat(done.location()).endsWith(PAGE);
        assertThat(incarnation()).isGreaterThan(before);
    }

    @Test
    void doesWithSeveralAtOnceAndTellsOfEach() {
        String act = "/slices/demo_a/sliver-actions";
        Browser.Page page = browser.get("/slices/demo_a");
        assertThat(page.html().select("input[name=node][form=at-once]")).hasSize(1);
        assertThat(browser.submit(page, act, Map.of("action", "stop")).text())
                .contains("No sliver is ticked; nothing was done.");
        Browser.Page stopped = browser.submit(page, act, Map.of("action", "stop", "node", "node1"));
        assertThat(stopped.html().select(".results li").text()).isEqualTo("node1: is to be stopped");
        Browser.Page refused = browser.submit(page, act, Map.of("action", "freeze", "all", "true"));
        assertThat(refused.html().select(".results .urgent").text()).contains("was stopped by its owner; start it");
        browser.submit(page, act, Map.of("action", "start", "all", "true"));
        assertThat(browser.get(PAGE).html().select(".head .state").text()).isEqualTo("running");
        long before = incarnation();
        Browser.Page unsure = browser.submit(page, act, Map.of("action", "rebuild", "all", "true", "confirm", "demo"));
        assertThat(unsure.status()).isEqualTo(400);
        assertThat(unsure.text()).contains("that is not the slice's name; nothing was rebuilt");
        assertThat(incarnation()).isEqualTo(before);
        browser.submit(page, act, Map.of("action", "rebuild", "all", "true", "confirm", "demo_a"));
        assertThat(incarnation()).isGreaterThan(before);
    }

    @Test
    void showsWhatASliverPrintsWithoutWhatATerminalObeys() {
        Browser.Page part = answered(0, () -> browser.get(PAGE + "/console"));
        assertThat(part.html().select("pre").text()).isEqualTo("<b>red</b> \ufffd bell");
        var whole = answered(1, () -> rest.get(CONSOLE));
        assertThat(whole.json().path("text").stringValue()).isEqualTo("\u001b[31m<b>red</b>\u001b[0m \u0007 bell\n");
        assertThat(whole.json().path("from").longValue()).isEqualTo(100);
        assertThat(whole.json().path("next").longValue()).isEqualTo(127);
        answered(2, () -> rest.get(CONSOLE + "?from=130"));
        assertThat(stream.askedForConsoleFrom(2)).isEqualTo(130);
        assertThat(rest.get(CONSOLE + "?from=-1").wrongFields()).containsExactly("from");
    }

    @Test
    void hasTheSlicesInitscriptsInTheNodesPlan() {
        rest.patch(
                "/api/v1/slices/demo_a", "{\"initscript\": \"#!/bin/sh\", \"firstInitscript\": \"#!/bin/sh\\ntrue\"}");
        await().until(() -> stream.plans()
                .getLast()
                .getSlivers(0)
                .getLife()
                .getFirstInitscript()
                .equals("#!/bin/sh\ntrue"));
        var scripts = rest.get("/api/v1/slices/demo_a/initscript").json();
        assertThat(scripts.path("first").stringValue()).isEqualTo("#!/bin/sh\ntrue");
        assertThat(scripts.path("text").stringValue()).isEqualTo("#!/bin/sh");
        assertThat(scripts.path("version").longValue()).isEqualTo(2);
        assertThat(rest.patch("/api/v1/slices/demo_a", "{\"firstInitscript\": \"" + "x".repeat(65_537) + "\"}")
                        .wrongFields())
                .containsExactly("firstInitscript");
    }

    private long incarnation() {
        return rest.get("/api/v1" + PAGE)
                .json()
                .path("life")
                .path("incarnation")
                .longValue();
    }

    private <T> T answered(int place, Supplier<T> request) {
        CompletableFuture<T> answer = CompletableFuture.supplyAsync(request);
        stream.answerWithConsole(place, 100, "\u001b[31m<b>red</b>\u001b[0m \u0007 bell\n");
        return answer.join();
    }
}
