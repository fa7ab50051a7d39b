package org.lamella.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Every request has an id, whether it is answered or refused and by whom. */
@ControlPlaneTest
@ExtendWith(OutputCaptureExtension.class)
class RequestIdsTest {
    @Autowired
    private Rest rest;

    @Test
    void keepsTheIdThatTheCallerHas() {
        var answer = rest.send(rest.request("/api/v1/slices")
                .header("Request-Id", "run-7.a~b_c")
                .GET());
        assertThat(answer.header("Request-Id")).isEqualTo("run-7.a~b_c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"with blank", "a\tb", "<script>", ""})
    void makesOneWhereTheCallersCouldDoHarm(String sent) {
        var answer = rest.send(
                rest.request("/api/v1/slices").header("Request-Id", sent).GET());
        assertThat(answer.header("Request-Id")).matches("[0-9a-f-]{36}");
    }

    @Test
    void makesOneInPlaceOfOneThatIsTooLong() {
        var answer = rest.send(rest.request("/api/v1/slices")
                .header("Request-Id", "x".repeat(65))
                .GET());
        assertThat(answer.header("Request-Id")).matches("[0-9a-f-]{36}");
    }

    @Test
    void makesAnotherForEveryRequest() {
        assertThat(rest.get("/api/v1/slices").header("Request-Id"))
                .isNotEqualTo(rest.get("/api/v1/slices").header("Request-Id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/slices/demo_none", "/api/v1/slices?limit=0", "/api/v1/nothing-here"})
    void namesTheRequestInEveryProblem(String path) {
        assertNamed(rest.get(path));
    }

    @Test
    void namesTheRequestOfAStranger() {
        assertNamed(rest.authorizedBy("Bearer wrong").get("/api/v1/slices"));
    }

    @Test
    void marksTheLinesOfTheLog(CapturedOutput output) {
        rest.send(rest.request("/api/v1/nothing-here")
                .header("Request-Id", "find-me-7")
                .GET());
        assertThat(output.getOut()).contains("[find-me-7]");
    }

    private static void assertNamed(Rest.Answer answer) {
        assertThat(answer.status()).isGreaterThanOrEqualTo(400);
        assertThat(answer.header("Request-Id")).isNotEmpty();
        assertThat(answer.json().path("requestId").stringValue()).isEqualTo(answer.header("Request-Id"));
    }
}
