package org.lamella.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table of endpoints in {@code docs/api.md} is that of {@code docs/openapi.json}. After a change, run this test with {@code
 * -Dlamella.docs.write=true} to write the table anew.
 */
class EndpointsDocTest {
    private static final Path DOC = Path.of("../docs/api.md");
    private static final String BEGIN = "<!-- generated from openapi.json: begin -->\n";
    private static final String END = "<!-- generated from openapi.json: end -->";

    @Test
    void listsEveryEndpoint() throws IOException {
        String doc = Files.readString(DOC);
        String before = doc.substring(0, doc.indexOf(BEGIN) + BEGIN.length());
        String expected = before + table() + doc.substring(doc.indexOf(END));
        if (Boolean.getBoolean("lamella.docs.write")) {
            Files.writeString(DOC, expected);
        }
        assertThat(Files.readString(DOC)).isEqualTo(expected);
    }

    private static String table() throws IOException {
        JsonNode document = new JsonMapper().readTree(Files.readString(Path.of("../docs/openapi.json")));
        List<String> rows = new ArrayList<>(List.of("| call | takes | answers | |", "|---|---|---|---|"));
        document.path("paths")
                .forEachEntry((path, item) ->
                        item.forEachEntry((method, operation) -> rows.add(row(document, method, path, operation))));
        return String.join("\n", rows) + "\n";
    }

    private static String row(JsonNode document, String method, String path, JsonNode operation) {
        return "| `%s %s` | %s | %s | %s |"
                .formatted(
                        method.toUpperCase(Locale.ROOT),
                        path.substring("/api/v1".length()),
                        takes(document, operation),
                        answers(operation),
                        operation.path("description").asString("").replace("|", "\\|"));
    }

    /** The fields of the body; those that may be left out in parentheses. */
    private static String takes(JsonNode document, JsonNode operation) {
        JsonNode schema = operation.at("/requestBody/content/application~1json/schema");
        if (schema.isMissingNode()) {
            return "";
        }
        if (!schema.has("$ref")) {
            return "any fields";
        }
        JsonNode body = document.at(schema.path("$ref").stringValue().substring(1));
        List<String> required =
                body.path("required").valueStream().map(JsonNode::stringValue).toList();
        return body.path("properties").propertyNames().stream()
                .map(name -> required.contains(name) ? "`" + name + "`" : "(`" + name + "`)")
                .collect(Collectors.joining(", "));
    }

    private static String answers(JsonNode operation) {
        return operation
                .path("responses")
                .propertyStream()
                .filter(response -> response.getKey().startsWith("2"))
                .map(response -> {
                    String name = response.getValue()
                            .at("/content/application~1json/schema/$ref")
                            .asString("");
                    return (response.getKey() + " " + name.substring(name.lastIndexOf('/') + 1)).strip();
                })
                .collect(Collectors.joining(", "));
    }
}
