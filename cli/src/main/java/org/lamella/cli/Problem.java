package org.lamella.cli;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A refusal in the API's words (RFC 9457).
 *
 * @param status the HTTP status
 * @param document what was answered; an object
 */
record Problem(int status, JsonNode document) {
    private static final int INTERNAL_ERROR = 500;
    private static final int LONGEST_PAGE_SHOWN = 200;

    /** Reads an HTTP answer's body, also when it is none of ours, such as a proxy's page. */
    static Problem of(int status, String body) {
        try {
            var document = Json.parse(body);
            if (document.isObject()) {
                return new Problem(status, document);
            }
        } catch (JacksonException e) {
            // The text itself is all that there is to say.
        }
        var text = body.strip();
        return new Problem(
                status, Json.object().put("detail", text.substring(0, Math.min(text.length(), LONGEST_PAGE_SHOWN))));
    }

    /**
     * The whole refusal: a line for each thing that is wrong or in the way, and what would do instead.
     *
     * @param path of the request, which its alternatives go to
     */
    String text(String path) {
        var lines = new ArrayList<String>();
        lines.add(headline());
        items("errors", error -> word(error, "field") + ": " + word(error, "message"), lines);
        items("quota", Problem::shortfall, lines);
        items(
                "conflicts",
                conflict -> word(conflict, "kind") + " " + word(conflict, "name") + ": " + word(conflict, "message"),
                lines);
        items(
                "alternatives",
                other -> "instead, " + word(other, "message") + ":\n    "
                        + Alternative.command(path, other.path("body")),
                lines);
        return String.join("\n  ", lines);
    }

    private void items(String field, Function<JsonNode, String> line, List<String> lines) {
        Json.items(document, field).stream().map(line).forEach(lines::add);
    }

    private String headline() {
        var title = Json.text(document, "title", "HTTP status " + status);
        var detail = saysNothingMore() ? "" : Json.text(document, "detail", "");
        var request = status >= INTERNAL_ERROR ? Json.text(document, "requestId", "") : "";
        return title
                + (detail.isEmpty() || detail.equals(title) ? "" : ": " + detail)
                + (request.isEmpty() ? "" : " (request " + request + ")");
    }

    /** Whether the detail says in one line what the errors or shortfalls say in one each. */
    private boolean saysNothingMore() {
        var detail = Json.text(document, "detail", "");
        var errors = Json.items(document, "errors");
        if (errors.isEmpty()) {
            return !document.path("quota").isEmpty();
        }
        return errors.stream().allMatch(error -> detail.contains(Json.text(error, "message", "")));
    }

    private static String shortfall(JsonNode quota) {
        var raisedBy = StreamSupport.stream(quota.path("raisedBy").spliterator(), false)
                .map(JsonNode::asString)
                .collect(joining(", "));
        return word(quota, "resource") + " of " + word(quota, "scope") + ": " + word(quota, "asked")
                + " asked for, " + word(quota, "used") + " of " + word(quota, "allowed") + " used"
                + (raisedBy.isEmpty() ? "" : "; it is raised by " + raisedBy);
    }

    private static String word(JsonNode object, String field) {
        return Json.text(object, field, "?");
    }
}
