package org.lamella.slices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.agentlink.AgentStream;
import org.lamella.agentlink.Agents;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is written down about a slice: texts, initscript, members, tags. */
@ControlPlaneTest
class SliceEditsTest {
    private static final String SLICE = "/api/v1/slices/demo_a";

    @Autowired
    private Rest rest;

    @Autowired
    private People people;

    @Autowired
    private Agents agents;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void thereIsASlice() {
        assertThat(rest.post("/api/v1/slices", "{\"name\": \"demo_a\"}").status())
                .isEqualTo(201);
    }

    @Test
    void changesOnlyWhatIsSent() {
        rest.patch(SLICE, "{\"description\": \"a cache\", \"url\": \"https://example.org/\"}");
        var slice = rest.patch(SLICE, "{\"description\": \"a better cache\"}").json();
        assertThat(slice.path("description").stringValue()).isEqualTo("a better cache");
        assertThat(slice.path("url").stringValue()).isEqualTo("https://example.org/");
        assertThat(slice.path("version").intValue()).isEqualTo(2);
        assertThat(slice).isEqualTo(rest.get(SLICE).json());
    }

    @Test
    void changesOnlyWhatTheCallerHasSeen() {
        var seen = rest.get(SLICE);
        String tag = seen.header("ETag");
        assertThat(rest.send(rest.request(SLICE).header("If-None-Match", tag).GET())
                        .status())
                .isEqualTo(304);
        assertThat(patchIfMatch(tag, "first").status()).isEqualTo(200);
        var late = patchIfMatch(tag, "second");
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.detail()).contains("somebody has changed it since");
        assertThat(rest.get(SLICE).json().path("description").stringValue()).isEqualTo("first");
    }

    private Rest.Answer patchIfMatch(String tag, String description) {
        return rest.send(rest.request(SLICE)
                .header("If-Match", tag)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"description\": \"" + description + "\"}")));
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        var answer = rest.patch(
                SLICE,
                "{\"url\": \"ftp://x\", \"image\": \"plan9\", \"initscript\": \"%s\"}".formatted("x".repeat(65_537)));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.wrongFields()).containsExactlyInAnyOrder("url", "image", "initscript");
        assertThat(answer.detail()).contains("has 65537 bytes, at most 65536");
        assertThat(rest.patch(SLICE, "{\"goal\": \"STOPPED\"}").wrongFields()).containsExactly("goal");
    }

    @Test
    void keepsTheInitscriptItsVersionAndTellsTheNodes() {
        AgentStream stream = agents.ready("node1");
        rest.post(SLICE + "/slivers", "{\"count\": 1}");
        stream.runAll(1);
        assertThat(rest.get(SLICE + "/initscript").json().path("version").intValue())
                .isZero();
        rest.patch(SLICE, "{\"initscript\": \"#!/bin/sh\\necho hello\\n\"}");
        stream.awaitInitscript("#!/bin/sh\necho hello\n");
        rest.patch(SLICE, "{\"initscript\": \"#!/bin/sh\\necho hello\\n\"}");
        var initscript = rest.get(SLICE + "/initscript").json();
        assertThat(initscript.path("version").intValue()).isEqualTo(1);
        assertThat(initscript.path("text").stringValue()).isEqualTo("#!/bin/sh\necho hello\n");
        assertThat(jdbc.sql(
                                "select string_agg(coalesce(after::text, ''), ' ') from audit_events where action = 'slice-changed'")
                        .query(String.class)
                        .single())
                .contains("initscriptVersion")
                .doesNotContain("echo");
    }

    /** Another image would cost the slivers that there are their files. */
    @Test
    void keepsTheImageOfTheSliversThatThereAre() {
        AgentStream first = agents.ready("node1");
        agents.ready("node2");
        rest.post(SLICE + "/slivers", "{\"nodes\": [\"node1\"]}");
        first.runAll(1);
        assertThat(rest.patch(SLICE, "{\"image\": \"debian-12\"}").status()).isEqualTo(200);
        rest.post(SLICE + "/slivers", "{\"nodes\": [\"node2\"]}");
        rest.patch(SLICE, "{\"initscript\": \"#!/bin/sh\"}");
        first.awaitInitscript("#!/bin/sh");
        assertThat(first.plans().getLast().getSlivers(0).getImage()).isEqualTo("busybox");
        assertThat(rest.get(SLICE).json().path("image").stringValue()).isEqualTo("debian-12");
    }

    @Test
    void tagsAndUntags() {
        assertThat(rest.put(SLICE + "/tags/net/class", "{\"value\": \"gold\"}").status())
                .isEqualTo(200);
        rest.put(SLICE + "/tags/team", "{}");
        rest.put(SLICE + "/tags/net/class", "{\"value\": \"silver\"}");
        assertThat(rest.get(SLICE + "/tags").texts("items", "value")).containsExactly("silver", "");
        assertThat(rest.get(SLICE).json().path("tags").intValue()).isEqualTo(2);
        assertThat(rest.delete(SLICE + "/tags/team").status()).isEqualTo(204);
        assertThat(rest.delete(SLICE + "/tags/team").status()).isEqualTo(404);
        assertThat(rest.put(SLICE + "/tags/Team", "{\"value\": \"%s\"}".formatted("x".repeat(256)))
                        .wrongFields())
                .containsExactly("name", "value");
    }

    @Test
    void boundsTheNumberOfTags() {
        jdbc.sql("""
                        insert into slice_tags (slice_id, name, value)
                        select s.id, 't' || n, '' from slices s, generate_series(1, 100) n""").update();
        assertThat(rest.put(SLICE + "/tags/one-more", "{}").detail()).contains("100 tags");
        assertThat(rest.put(SLICE + "/tags/t7", "{\"value\": \"other\"}").status())
                .isEqualTo(200);
    }

    @Test
    void makesTheCreatorTheFirstMember() {
        assertThat(rest.get(SLICE + "/members").texts("items", "email")).containsExactly("admin@localhost");
        people.site("mit");
        people.at("mit", Role.TECH);
        rest.post(SLICE + "/members", "{\"email\": \"tech.mit@example.org\"}");
        rest.post(SLICE + "/members", "{\"email\": \"tech.mit@example.org\"}");
        var members = rest.get(SLICE + "/members");
        assertThat(members.texts("items", "email")).containsExactly("admin@localhost", "tech.mit@example.org");
        assertThat(members.json().path("items").path(1).path("sites").path(0).stringValue())
                .isEqualTo("mit");
        assertThat(jdbc.sql("select recipient from mails").query(String.class).list())
                .containsExactly("tech.mit@example.org");
    }

    @Test
    void refusesAMemberThatNobodyKnows() {
        var answer = rest.post(SLICE + "/members", "{\"email\": \"nobody@example.org\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).contains("no enabled account nobody@example.org");
    }

    @Test
    void changesNothingOfASliceThatIsBeingDeleted() {
        AgentStream stream = agents.ready("node1");
        rest.post(SLICE + "/slivers", "{\"count\": 1}");
        stream.runAll(1);
        await().until(() -> rest.get(SLICE).json().path("state").stringValue().equals("RUNNING"));
        rest.delete(SLICE);
        assertThat(rest.patch(SLICE, "{\"description\": \"x\"}").status()).isEqualTo(409);
        assertThat(rest.post(SLICE + "/renewal").status()).isEqualTo(409);
        assertThat(rest.get(SLICE).json().path("may").isEmpty()).isTrue();
    }
}
