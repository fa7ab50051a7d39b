package org.lamella.cli;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * The API's documents as lines for people. What a field is like is told by its value and, where it counts bytes, by its
 * name: a field that the API gains shows without a word of it here.
 */
final class Cells {
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d.*");
    private static final Pattern WORD_START = Pattern.compile("(?<=[a-z])(?=[A-Z])");
    /** Parts of names that say of what kind a value is, which the value itself shows. */
    private static final Pattern KIND = Pattern.compile("(?<=[a-z])(At|Bytes)$");

    private static final long MEBIBYTE = 1L << 20;

    private final Ages ages;

    Cells(Ages ages) {
        this.ages = ages;
    }

    /** @param fields such as {@code name}; {@code slivers.running} for one inside another */
    List<String> table(List<JsonNode> items, List<String> fields) {
        var table = new Table(fields.stream()
                .map(field -> heading(field).toUpperCase(Locale.ROOT))
                .toArray(String[]::new));
        items.forEach(item ->
                table.row(fields.stream().map(field -> cell(item, field)).toArray(String[]::new)));
        return table.lines();
    }

    /** All fields of an object, one a line; lists of objects as tables below. */
    List<String> facts(JsonNode object) {
        var simple = names(object).filter(name -> !isTable(object.path(name))).toList();
        var lines = new ArrayList<String>();
        if (!simple.isEmpty()) {
            var facts = new Table(heading(simple.getFirst()), cell(object, simple.getFirst()));
            simple.stream().skip(1).forEach(name -> facts.row(heading(name), cell(object, name)));
            lines.addAll(facts.lines());
        }
        names(object).filter(name -> isTable(object.path(name))).forEach(name -> {
            lines.addAll(lines.isEmpty() ? List.of() : List.of("", heading(name) + ":"));
            var items = Json.items(object, name);
            lines.addAll(table(items, names(items.getFirst()).toList()));
        });
        return lines;
    }

    private static Stream<String> names(JsonNode object) {
        return object.propertyStream().map(property -> property.getKey());
    }

    private static boolean isTable(JsonNode value) {
        return value.isArray() && !value.isEmpty() && value.get(0).isObject();
    }

    /** {@code expiresAt} as {@code expires}, {@code slivers.wanted} as {@code slivers wanted}. */
    private static String heading(String field) {
        var words = KIND.matcher(field).replaceFirst("").replace('.', ' ');
        return WORD_START.matcher(words).replaceAll(" ").toLowerCase(Locale.ROOT);
    }

    /** One field as a word or a few; {@code -} where there is nothing in it. */
    String cell(JsonNode object, String field) {
        var value = object;
        for (var part : field.split("\\.", -1)) {
            value = value.path(part);
        }
        return field.endsWith("Bytes") ? bytes(value) : text(value);
    }

    private String text(JsonNode value) {
        if (value.isObject()) {
            return object(value);
        }
        if (value.isArray()) {
            return orDash(StreamSupport.stream(value.spliterator(), false)
                    .map(this::text)
                    .collect(joining(", ")));
        }
        if (value.isBoolean()) {
            return value.booleanValue() ? "yes" : "no";
        }
        var text = value.isNull() || value.isMissingNode() ? "" : value.asString();
        return TIME.matcher(text).matches() ? ages.of(text) : orDash(text.replaceAll("\\R", " "));
    }

    /** Such as {@code 2 of 3} for slivers, and {@code arch=x86_64, ssd} for anything else. */
    private String object(JsonNode value) {
        if (value.has("running") && value.has("wanted")) {
            return text(value.path("running")) + " of " + text(value.path("wanted"));
        }
        return orDash(value.propertyStream()
                .map(property -> property.getValue().asString("-").isEmpty()
                        ? property.getKey()
                        : property.getKey() + "=" + text(property.getValue()))
                .collect(joining(", ")));
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    private static String bytes(JsonNode value) {
        var mebibytes = value.asLong(0) / MEBIBYTE;
        if (mebibytes == 0) {
            return "-";
        }
        return mebibytes < 10 * 1024 ? mebibytes + " MiB" : mebibytes / 1024 + " GiB";
    }
}
