package org.lamella.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Holds what is sent and answered under {@code /api} against {@code docs/openapi.json}, by a validator of JSON schemas that shares no
 * code with the generator. Whatever a test does, it fails when the document does not say so.
 */
final class ApiContract {
    private static final Path FILE = Path.of("../docs/openapi.json");
    private static final String BASE = "https://lamella.example/openapi.json";
    private static final Set<Integer> NOTHING_THERE = Set.of(401, 404, 405);

    private final JsonNode document;
    private final SchemaRegistry registry;
    /** The address, with the words in the place of its variables free, of each path; those with fewer variables first. */
    private final List<Map.Entry<Pattern, String>> paths;

    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    private static final class Holder {
        private static final ApiContract INSTANCE = read();
    }

    private ApiContract(String text) {
        document = new JsonMapper().readTree(text);
        registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(BASE, text)));
        paths = document.path("paths").propertyNames().stream()
                .sorted(Comparator.comparingLong(
                        path -> path.chars().filter(c -> c == '{').count()))
                .map(path -> Map.entry(Pattern.compile(path.replaceAll("\\{[^}]+}", "[^/]+")), path))
                .toList();
    }

    private static ApiContract read() {
        try {
            return new ApiContract(Files.readString(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void check(HttpRequest request, Rest.Answer answer) {
        if (request.uri().getPath().startsWith("/api/")) {
            Holder.INSTANCE.checkCall(request, answer);
        }
    }

    private void checkCall(HttpRequest request, Rest.Answer answer) {
        String what = request.method() + " " + request.uri() + " → " + answer.status() + " " + answer.text();
        Optional<String> path = pathOf(request.uri());
        JsonNode operation = path.map(
                        known -> document.path("paths").path(known).path(method(request)))
                .orElseGet(MissingNode::getInstance);
        if (operation.isMissingNode()) {
            assertThat(answer.status())
                    .as("no such call in the document: " + what)
                    .isIn(NOTHING_THERE);
            return;
        }
        String pointer = "#/paths/" + escaped(path.orElseThrow()) + "/" + method(request);
        JsonNode response = operation.path("responses").path(Integer.toString(answer.status()));
        assertThat(response.isMissingNode())
                .as("no such status in the document: " + what)
                .isFalse();
        checkAnswer(response, pointer + "/responses/" + answer.status() + "/content/", answer, request, what);
        if (answer.status() < 300) {
            checkRequest(operation, pointer, request, what);
        }
    }

    private void checkAnswer(JsonNode response, String pointer, Rest.Answer answer, HttpRequest request, String what) {
        if (response.path("content").isEmpty()) {
            assertThat(answer.text()).as("no content in the document: " + what).isEmpty();
            return;
        }
        String type = answer.header("Content-Type").replaceFirst(";.*", "");
        assertThat(response.path("content").propertyNames())
                .as("no such content in the document: " + what)
                .contains(type);
        if (type.endsWith("json") && response.path("content").path(type).has("schema")) {
            boolean pruned =
                    Optional.ofNullable(request.uri().getQuery()).orElse("").contains("fields=");
            List<Error> errors = schema(pointer + escaped(type) + "/schema").validate(answer.json()).stream()
                    .filter(error -> !(pruned && error.getKeyword().equals("required")))
                    .toList();
            assertThat(errors).as("not what the document promises: " + what).isEmpty();
        }
    }

    private void checkRequest(JsonNode operation, String pointer, HttpRequest request, String what) {
        assertThat(parameters(operation, "query"))
                .as("not all of these are parameters in the document: " + what)
                .containsAll(queryNames(request.uri()));
        String type = request.headers().firstValue("Content-Type").orElse("application/json");
        if (operation.path("requestBody").path("content").has(type) && !type.endsWith("json")) {
            return; // bytes, of which the document says nothing more
        }
        SentText.of(request).filter(text -> !text.isEmpty()).ifPresent(text -> {
            assertThat(operation.has("requestBody"))
                    .as("no body in the document: " + what)
                    .isTrue();
            Schema schema = schema(pointer + "/requestBody/content/application~1json/schema");
            assertThat(schema.validate(new JsonMapper().readTree(text)))
                    .as("accepted, against the document: " + text + " by " + what)
                    .isEmpty();
        });
    }

    private static Set<String> parameters(JsonNode operation, String place) {
        return operation
                .path("parameters")
                .valueStream()
                .filter(parameter -> parameter.path("in").stringValue().equals(place))
                .map(parameter -> parameter.path("name").stringValue())
                .collect(Collectors.toSet());
    }

    private static Set<String> queryNames(URI uri) {
        return Stream.ofNullable(uri.getQuery())
                .flatMap(query -> Stream.of(query.split("&")))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.replaceFirst("=.*", ""))
                .collect(Collectors.toSet());
    }

    private Schema schema(String pointer) {
        return schemas.computeIfAbsent(pointer, where -> registry.getSchema(SchemaLocation.of(BASE + where)));
    }

    /** A last variable may hold slashes where no other path fits. */
    private Optional<String> pathOf(URI uri) {
        return paths.stream()
                .filter(path -> path.getKey().matcher(uri.getRawPath()).matches())
                .findFirst()
                .or(() -> paths.stream()
                        .filter(path -> path.getKey().matcher(uri.getRawPath()).lookingAt())
                        .max(Comparator.comparingInt(path -> path.getValue().length())))
                .map(Map.Entry::getValue);
    }

    private static String method(HttpRequest request) {
        return request.method().toLowerCase(Locale.ROOT);
    }

    /** For a JSON pointer in an URI's fragment. */
    private static String escaped(String part) {
        return part.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D");
    }
}
