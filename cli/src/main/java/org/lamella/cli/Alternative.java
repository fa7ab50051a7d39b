package org.lamella.cli;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** What would be accepted in place of what was refused, as a command to type. */
final class Alternative {
    private static final Pattern SLIVERS = Pattern.compile("/api/v1/slices/([^/]+)/slivers");
    /** Which option says which field of a placement. */
    private static final Map<String, String> OPTIONS = new TreeMap<>(Map.of(
            "count", "--count",
            "nodes", "--nodes",
            "spread", "--spread",
            "min", "--min",
            "labels", "--label",
            "groups", "--group",
            "sites", "--site",
            "countries", "--country",
            "states", "--state"));

    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_./:=,@+-]+");

    private Alternative() {}

    /** The body itself where no command says it. */
    static String command(String path, JsonNode body) {
        var slivers = SLIVERS.matcher(path);
        var words = new ArrayList<String>();
        if (!slivers.matches() || !placement(body, words)) {
            return "POST " + path + " " + body;
        }
        return "lamella sliver add " + slivers.group(1) + String.join("", words);
    }

    /** False when something in it has no option. */
    private static boolean placement(JsonNode body, List<String> words) {
        return body.propertyStream().allMatch(field -> {
            if (field.getKey().equals("selector")) {
                return placement(field.getValue(), words);
            }
            if (!OPTIONS.containsKey(field.getKey())) {
                return false;
            }
            words.add(" " + OPTIONS.get(field.getKey()) + " " + quoted(text(field.getValue())));
            return true;
        });
    }

    /** A list's elements with commas; a node with an image of its own as {@code NODE=IMAGE}. */
    private static String text(JsonNode value) {
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(Alternative::text)
                    .collect(joining(","));
        }
        return value.isObject() ? Json.text(value, "name", "") + "=" + Json.text(value, "image", "") : value.asString();
    }

    private static String quoted(String text) {
        return HARMLESS.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
