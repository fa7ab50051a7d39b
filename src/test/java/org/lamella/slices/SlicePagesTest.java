package org.lamella.slices;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.testing.Browser;
import org.lamella.testing.Browsers;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.lamella.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;

/** A slice's life as people see it: asked for, decided, worked with, renewed, suspended, deleted. */
@ControlPlaneTest
class SlicePagesTest {
    @Autowired
    private Rest rest;

    @Autowired
    private People people;

    @Autowired
    private Browsers browsers;

    @Autowired
    private SettableClock clock;

    @Autowired
    private Expiry expiry;

    private Browser user;
    private Browser pi;

    @BeforeEach
    void aUserAndAPiAreSignedIn() {
        user = people.at("demo", Role.USER).browser();
        pi = people.at("demo", Role.PI).browser();
    }

    @Test
    void leadsFromNothingToASlice() {
        assertThat(user.get("/").text()).contains("You are a member of no slice yet", "Ask for a slice");
        assertThat(user.get("/slices/new").location()).isEqualTo("/slices/request");
        Browser.Page form = user.get("/slices/request");
        assertThat(form.value("name")).isEqualTo("demo_");
        Browser.Page refused = user.submit(form, "/slices/request", Map.of("name", "mit_x", "description", " "));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errors())
                .contains("3 things are wrong", "no site with the login base mit", "your PI decides by");
        assertThat(refused.value("name")).isEqualTo("mit_x");
        Browser.Page asked =
                user.submit(form, "/slices/request", Map.of("name", "demo_new", "description", "a <b>cache</b>"));
        assertThat(user.get(asked.location()).text()).contains("demo_new", "waits", "a <b>cache</b>");
        assertThat(user.get("/").text()).contains("Asked for", "demo_new", "waits for a PI of demo");

        assertThat(pi.get("/").text()).contains("1 request for a slice waits for you");
        Browser.Page inbox = pi.get("/inbox");
        assertThat(inbox.text()).contains("demo_new", "user.demo@example.org", "demo has 0 of 100 slices");
        String number = asked.location().replaceAll("[^0-9]", "");
        pi.submit(inbox, "/inbox/" + number + "/ask", Map.of("words", "how long?"));
        assertThat(user.get(asked.location()).text()).contains("a question is asked", "how long?");
        user.submit(user.get(asked.location()), asked.location() + "/answer", Map.of("words", "a month"));
        assertThat(pi.get("/inbox").text()).contains("how long?", "a month");
        pi.submit(pi.get("/inbox"), "/inbox/" + number + "/approve", Map.of());
        assertThat(pi.get("/inbox").text()).contains("Nothing waits for you");
        assertThat(user.get("/").text()).contains("demo_new", "empty").doesNotContain("Asked for");
    }

    @Test
    void saysInTheInboxWhyARequestCannotBeApproved() {
        Browser.Page asked = user.submit(
                user.get("/slices/request"), "/slices/request", Map.of("name", "demo_new", "description", "x"));
        String number = asked.location().replaceAll("[^0-9]", "");
        rest.patch("/api/v1/sites/demo/quota", "{\"slices\": 0}");
        Browser.Page refused = pi.submit(pi.get("/inbox"), "/inbox/" + number + "/approve", Map.of());
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.errors()).contains("was not decided", "0 of 0 slices");
        assertThat(refused.html().select(".left.urgent").text()).contains("demo has 0 of 0 slices");
    }

    @Test
    void renewsWithOneClickAndSaysWhatIsMissing() {
        makeSlice();
        assertThat(pi.get("/").text()).contains("Say what for, then renew");
        Browser.Page page = pi.get("/slices/demo_a");
        Browser.Page refused = pi.submit(page, "/slices/demo_a/renew", Map.of());
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.errors()).contains("it lacks a description and a web page");
        pi.submit(
                page,
                "/slices/demo_a/change",
                Map.of("description", "d", "url", "https://example.org/", "image", "busybox"));
        clock.advance(Duration.ofDays(10));
        assertThat(pi.get("/").html().select("td.soon")).hasSize(1);
        pi.submit(pi.get("/"), "/slices/demo_a/renew", Map.of());
        assertThat(pi.get("/").html().select("td.soon")).isEmpty();
    }

    @Test
    void showsWhyASliceIsStoppedAndStartsItAgain() {
        makeSlice();
        rest.patch("/api/v1/slices/demo_a", "{\"description\": \"d\", \"url\": \"https://example.org/\"}");
        clock.advance(Duration.ofDays(14));
        expiry.look();
        // Past the session's twelve hours.
        pi = people.named("second", "demo", Role.PI).browser();
        Browser.Page stopped = pi.get("/slices/demo_a");
        assertThat(stopped.text()).contains("Stopped: expired", "no more slivers while it is stopped");
        pi.submit(stopped, "/slices/demo_a/renew", Map.of());
        assertThat(pi.get("/slices/demo_a").text()).doesNotContain("Stopped:");
        pi.submit(pi.get("/slices/demo_a"), "/slices/demo_a/suspend", Map.of("reason", "it scans <ports>"));
        Browser.Page suspended = pi.get("/slices/demo_a");
        assertThat(suspended.text()).contains("suspended by second@example.org: it scans <ports>", "slice-suspended");
        pi.submit(suspended, "/slices/demo_a/resume", Map.of());
        assertThat(pi.get("/slices/demo_a").text()).doesNotContain("Stopped:");
    }

    @Test
    void changesMembersTagsAndTheInitscript() {
        makeSlice();
        Browser.Page page = pi.get("/slices/demo_a");
        Browser.Page refused = pi.submit(page, "/slices/demo_a/members", Map.of("email", "nobody@example.org"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.value("email")).isEqualTo("nobody@example.org");
        pi.submit(page, "/slices/demo_a/members", Map.of("email", "user.demo@example.org"));
        pi.submit(page, "/slices/demo_a/tags", Map.of("tag", "team", "value", "cdn"));
        pi.submit(page, "/slices/demo_a/initscript", Map.of("initscript", "#!/bin/sh\r\necho hi\r\n"));
        Browser.Page seen = user.get("/slices/demo_a");
        assertThat(seen.text()).contains("user.demo@example.org", "team=cdn", "Initscripts, version 1", "Leave");
        assertThat(seen.html().selectFirst("textarea[name=initscript]").wholeText())
                .isEqualTo("#!/bin/sh\necho hi\n");
        assertThat(seen.html().select("form[action$=/suspend]")).isEmpty();
        user.submit(seen, "/slices/demo_a/members/user.demo@example.org/remove", Map.of());
        assertThat(user.get("/slices/demo_a").status()).isEqualTo(404);
        pi.submit(pi.get("/slices/demo_a"), "/slices/demo_a/untag", Map.of("tag", "team"));
        assertThat(pi.get("/slices/demo_a").html().select(".tags li")).isEmpty();
    }

    @Test
    void setsQuotasWhereAnAdminLooksAndOnlyShowsThemToAPi() {
        Browser admin = browsers.signedIn();
        Browser.Page form = admin.get("/quotas/demo");
        assertThat(form.text()).contains("nothing spends it yet");
        Browser.Page refused = admin.submit(form, "/quotas/demo", Map.of("slices", "many", "slivers", "-3"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errors()).contains("2 things are wrong");
        assertThat(refused.value("slices")).isEqualTo("many");
        admin.submit(form, "/quotas/demo", Map.of("slices", "7"));
        assertThat(pi.get("/quotas").text()).contains("0 / 7");
        assertThat(pi.get("/quotas/demo").html().select("input[name=slices]")).isEmpty();
        assertThat(pi.get("/slices/new").text()).contains("demo has 0 of 7 slices");
        assertThat(user.get("/quotas/demo").status()).isEqualTo(403);
    }

    private void makeSlice() {
        Browser.Page made = pi.submit(pi.get("/slices/new"), "/slices", Map.of("name", "demo_a", "where", "nowhere"));
        assertThat(made.location()).isEqualTo("/slices/demo_a");
    }
}
