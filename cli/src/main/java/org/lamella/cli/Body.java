package org.lamella.cli;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The body of a request, made of what was said on the command line: what was not said is not in it. */
final class Body {
    private final ObjectNode json = Json.object();

    static Body of(String field, String value) {
        return new Body().with(field, value);
    }

    Body with(String field, String value) {
        json.put(field, value);
        return this;
    }

    Body with(String field, Optional<String> value) {
        value.ifPresent(text -> json.put(field, text));
        return this;
    }

    Body number(String field, Optional<? extends Number> value) {
        value.ifPresent(number -> json.set(field, Json.number(number)));
        return this;
    }

    /** @param values null or empty when nothing was said */
    Body texts(String field, List<String> values) {
        if (values != null && !values.isEmpty()) {
            json.set(field, Json.array(values));
        }
        return this;
    }

    /** Nothing when nothing is in the part. */
    Body object(String field, Body part) {
        if (!part.json.isEmpty()) {
            json.set(field, part.json);
        }
        return this;
    }

    JsonNode json() {
        return json;
    }

    /** @throws Failure with {@link ExitCode#USAGE} when nothing was said at all */
    JsonNode needed(String options) {
        if (json.isEmpty()) {
            throw Failure.usage("nothing to change: give at least one of " + options);
        }
        return json;
    }
}
