package org.lamella.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;

/** Whatever is wrong with a request, the answer is a problem document that says so. */
@ControlPlaneTest
class ApiRefusalsTest {
    @Autowired
    private Rest rest;

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer lat_wrong", "Bearer ", "Basic YWRtaW46YWRtaW4=", "lat_wrong"})
    void asksForATokenThatItKnows(String authorization) {
        var answer = rest.authorizedBy(authorization).get("/api/v1/slices");
        assertProblem(answer, 401, "unauthenticated");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void asksForATokenBeforeItSaysWhatThereIs() {
        assertProblem(rest.authorizedBy("").get("/api/v1/nothing-here"), 401, "unauthenticated");
    }

    @Test
    void saysThatThereIsNothing() {
        var answer = rest.get("/api/v1/nothing-here");
        assertProblem(answer, 404, "http-404");
        assertThat(answer.detail()).isEqualTo("there is nothing at /api/v1/nothing-here");
    }

    @Test
    void saysWhichMethodsThereAre() {
        var answer = rest.delete("/api/v1/slices");
        assertProblem(answer, 405, "http-405");
        assertThat(answer.header("Allow")).contains("GET").contains("POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml"})
    void takesNothingButJson(String type) {
        assertProblem(rest.post("/api/v1/slices", type, BodyPublishers.ofString("name=demo_a")), 415, "http-415");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"name": "demo_a"     | the body is not JSON
            {'name': 'demo_a'}    | the body is not JSON
            {"name": "demo_a"} x  | the body is not JSON
            ''                    | a body is needed
            """)
    void saysWhereABodyIsNoJson(String body, String words) {
        var answer = rest.post("/api/v1/slices", body);
        assertProblem(answer, 400, "unreadable");
        assertThat(answer.detail())
                .startsWith(words)
                .doesNotContain("lamella.slices")
                .doesNotContain("Source");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"demo_a\"", "null", "7"})
    void wantsAnObject(String body) {
        var answer = rest.post("/api/v1/slices", body);
        assertProblem(answer, 400, "invalid-input");
        assertThat(answer.detail()).contains("the body must be a JSON object");
    }

    @Test
    void refusesABodyThatIsTooLong() {
        byte[] body = new byte[BodyLimit.LONGEST + 1];
        var announced = rest.post("/api/v1/slices", "application/json", BodyPublishers.ofByteArray(body));
        assertProblem(announced, 413, "too-long");
        Arrays.fill(body, (byte) ' ');
        var streamed = rest.post(
                "/api/v1/slices",
                "application/json",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
        assertProblem(streamed, 413, "too-long");
    }

    @Test
    void bearsAPathThatMakesNoSense() {
        assertProblem(rest.get("/api/v1/slices/%F0%9F%92%A9"), 404, "not-found");
        assertThat(rest.get("/api/v1/slices?cursor=%00").status()).isEqualTo(400);
    }

    private static void assertProblem(Rest.Answer answer, int status, String type) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.problem()).isEqualTo(type);
        assertThat(answer.json().path("status").intValue()).isEqualTo(status);
        assertThat(answer.detail()).isNotBlank();
    }

    @Test
    void ignoresNoFilterThatAListDoesNotHave() {
        var answer = rest.get("/api/v1/images?filter=x&sort=y");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.wrongFields()).containsExactly("filter", "sort");
    }
}
