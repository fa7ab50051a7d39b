package org.lamella.cli;

import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON as trees: the API's documents pass through this program, they are not its own types. */
final class Json {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static JsonNode number(Number number) {
        return MAPPER.valueToTree(number);
    }

    static ArrayNode array(Iterable<String> texts) {
        var array = MAPPER.createArrayNode();
        texts.forEach(array::add);
        return array;
    }

    /** The field's text (a number's digits, too), or {@code otherwise} where it is absent, null or empty. */
    static String text(JsonNode object, String field, String otherwise) {
        var value = object.path(field);
        if (value.isMissingNode() || value.isNull() || value.isContainer()) {
            return otherwise;
        }
        var text = value.asString();
        return text.isEmpty() ? otherwise : text;
    }

    /** The field's number, or 0 where it is absent. */
    static long number(JsonNode object, String field) {
        return object.path(field).asLong(0);
    }

    /** The elements of the array in a field; none where it is absent. */
    static List<JsonNode> items(JsonNode object, String field) {
        return StreamSupport.stream(object.path(field).spliterator(), false).toList();
    }
}
