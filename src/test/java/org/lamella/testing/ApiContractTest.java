package org.lamella.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the contract finds: without this, one that finds nothing would go unnoticed. */
class ApiContractTest {
    private static final String IMAGE =
            "{\"name\": \"busybox\", \"kind\": \"BUSYBOX\", \"source\": \"\", \"description\": \"\", \"digest\": null, \"format\": null,"
                    + " \"archiveBytes\": null, \"changedAt\": \"2026-11-20T12:00:00Z\", \"version\": 0, \"slices\": 0, \"nodes\": 0}";

    private static ThrowingCallable images(int status, String type, String body) {
        return call(HttpRequest.newBuilder(URI.create("http://localhost/api/v1/images")), status, type, body);
    }

    private static ThrowingCallable call(HttpRequest.Builder request, int status, String type, String body) {
        var headers = HttpHeaders.of(Map.of("Content-Type", List.of(type)), (name, value) -> true);
        return () -> ApiContract.check(request.build(), new Rest.Answer(status, headers, body));
    }

    @Test
    void letsPassWhatTheDocumentSays() {
        assertThatCode(images(200, "application/json", "{\"items\": [" + IMAGE + "], \"next\": null}"))
                .doesNotThrowAnyException();
    }

    @Test
    void findsAnAnswerThatIsNotWhatIsPromised() {
        assertThatThrownBy(images(200, "application/json", "{\"items\": []}")).hasMessageContaining("next");
        assertThatThrownBy(images(200, "application/json", "{\"items\": [], \"next\": null, \"colour\": 1}"))
                .hasMessageContaining("colour");
        assertThatThrownBy(images(
                        200,
                        "application/json",
                        "{\"items\": [" + IMAGE.replace("BUSYBOX", "FLOPPY") + "], \"next\": null}"))
                .hasMessageContaining("kind");
        assertThatThrownBy(images(200, "text/html", "<p>")).hasMessageContaining("no such content");
        assertThatThrownBy(images(400, "application/problem+json", "{}")).hasMessageContaining("detail");
    }

    @Test
    void findsACallThatIsNotInTheDocument() {
        assertThatThrownBy(images(418, "application/problem+json", "{}")).hasMessageContaining("no such status");
        assertThatThrownBy(call(
                        HttpRequest.newBuilder(URI.create("http://localhost/api/v1/teapots")), 200, "text/plain", ""))
                .hasMessageContaining("no such call");
        assertThatThrownBy(call(
                        HttpRequest.newBuilder(URI.create("http://localhost/api/v1/images?colour=red")),
                        200,
                        "application/json",
                        "{\"items\": [], \"next\": null}"))
                .hasMessageContaining("colour");
    }

    @Test
    void findsABodyThatIsAcceptedAgainstTheDocument() {
        var request = HttpRequest.newBuilder(URI.create("http://localhost/api/v1/slices/demo_a/tags/team"))
                .PUT(BodyPublishers.ofString("{\"colour\": \"red\"}"));
        assertThatThrownBy(call(request, 200, "application/json", "{\"name\": \"team\", \"value\": \"\"}"))
                .hasMessageContaining("accepted, against the document");
    }
}
