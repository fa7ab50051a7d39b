package org.lamella.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A script that talks to the REST API over HTTP. Every call is held against the API's description. */
public final class Rest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Environment environment;
    private final Supplier<String> authorization;

    private Rest(Environment environment, Supplier<String> authorization) {
        this.environment = environment;
        this.authorization = authorization;
    }

    /** With the token that the control plane has left for the command line. */
    static Rest ofCommandLine(Environment environment) {
        return new Rest(environment, () -> {
            Path config = environment.getRequiredProperty("lamella.bootstrap.cli-config", Path.class);
            return "Bearer " + JSON.readTree(config.toFile()).path("token").stringValue();
        });
    }

    /** What came back. */
    public record Answer(int status, HttpHeaders headers, String text) {
        public JsonNode json() {
            return JSON.readTree(text);
        }

        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /** The last part of a problem's type. */
        public String problem() {
            return json().path("type").asString("").replace("urn:lamella:problem:", "");
        }

        public String detail() {
            return json().path("detail").asString("");
        }

        /** The fields that a problem complains of. */
        public List<String> wrongFields() {
            return texts("errors", "field");
        }

        /** One text of each element of a list. */
        public List<String> texts(String list, String field) {
            return json().path(list)
                    .valueStream()
                    .map(element -> element.path(field).asString(""))
                    .toList();
        }
    }

    /** The same script with this in its Authorization header; without the header when it is empty. */
    public Rest authorizedBy(String header) {
        return new Rest(environment, () -> header);
    }

    public String token() {
        return authorization.get().substring("Bearer ".length());
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    public Answer post(String path, String json) {
        return post(path, "application/json", BodyPublishers.ofString(json));
    }

    public Answer post(String path, String contentType, BodyPublisher body) {
        return send(request(path).header("Content-Type", contentType).POST(body));
    }

    public Answer patch(String path, String json) {
        return with("PATCH", path, json);
    }

    public Answer put(String path, String json) {
        return with("PUT", path, json);
    }

    private Answer with(String method, String path, String json) {
        return send(
                request(path).header("Content-Type", "application/json").method(method, BodyPublishers.ofString(json)));
    }

    public Answer post(String path) {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    /** A request to this control plane that shows the token. */
    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("http", path));
        String shown = authorization.get();
        return shown.isEmpty() ? request : request.header("Authorization", shown);
    }

    public URI uri(String scheme, String path) {
        return URI.create(scheme + "://localhost:" + environment.getRequiredProperty("local.server.port") + path);
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            HttpRequest sent = request.build();
            var response = HTTP.send(sent, BodyHandlers.ofString());
            Answer answer = new Answer(response.statusCode(), response.headers(), response.body());
            ApiContract.check(sent, answer);
            return answer;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
