package org.lamella.web;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads the fields of a JSON object and collects everything that is wrong with them: a wrong type, a field that nobody
 * asked for. A field that is null counts as not sent.
 */
public final class JsonFields {
    private static final String WITHOUT_NUL = ", without the character U+0000";

    private final JsonNode object;
    private final String prefix;
    private final List<FieldError> errors;
    private final Set<String> known = new LinkedHashSet<>();

    private JsonFields(JsonNode object, String prefix, List<FieldError> errors) {
        this.object = object;
        this.prefix = prefix;
        this.errors = errors;
    }

    public static JsonFields of(JsonNode body) {
        List<FieldError> errors = new ArrayList<>();
        if (!body.isObject()) {
            errors.add(FieldError.invalid("", "the body must be a JSON object"));
        }
        return new JsonFields(body, "", errors);
    }

    public Optional<String> text(String field) {
        return value(field)
                .flatMap(value -> check(isText(value), field, "must be a string" + WITHOUT_NUL, value::stringValue));
    }

    public Optional<Integer> integer(String field) {
        return value(field)
                .flatMap(value -> check(value.canConvertToInt(), field, "must be a whole number", value::intValue));
    }

    public Optional<Double> number(String field) {
        return value(field).flatMap(value -> check(value.isNumber(), field, "must be a number", value::doubleValue));
    }

    public Optional<Long> longInteger(String field) {
        return value(field)
                .flatMap(value -> check(value.canConvertToLong(), field, "must be a whole number", value::longValue));
    }

    public Optional<Boolean> flag(String field) {
        return value(field)
                .flatMap(value -> check(value.isBoolean(), field, "must be true or false", value::booleanValue));
    }

    public Optional<List<String>> texts(String field) {
        return value(field).flatMap(value -> {
            boolean allText = value.isArray() && value.valueStream().allMatch(JsonFields::isText);
            return check(
                    allText,
                    field,
                    "must be a list of strings" + WITHOUT_NUL,
                    () -> value.valueStream().map(JsonNode::stringValue).toList());
        });
    }

    public Optional<Map<String, String>> textMap(String field) {
        return value(field).flatMap(value -> {
            boolean allText = value.isObject() && value.valueStream().allMatch(JsonFields::isText);
            return check(
                    allText,
                    field,
                    "must be an object of strings" + WITHOUT_NUL,
                    () -> value.propertyStream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, entry -> entry.getValue().stringValue())));
        });
    }

    /** A nested object, whose errors are collected here too. */
    public Optional<JsonFields> object(String field) {
        return value(field)
                .flatMap(value -> check(
                        value.isObject(),
                        field,
                        "must be an object",
                        () -> new JsonFields(value, prefix + field + ".", errors)));
    }

    /**
     * A list of nested objects, whose errors are collected here too.
     *
     * @param shorthand the field that a string in place of an object stands for
     */
    public Optional<List<JsonFields>> objects(String field, String shorthand) {
        return value(field).flatMap(value -> {
            boolean right =
                    value.isArray() && value.valueStream().allMatch(element -> element.isObject() || isText(element));
            return check(right, field, "must be a list of strings or objects" + WITHOUT_NUL, () -> {
                List<JsonFields> objects = new ArrayList<>();
                value.valueStream()
                        .forEach(element -> objects.add(new JsonFields(
                                element.isObject()
                                        ? element
                                        : JsonNodeFactory.instance.objectNode().put(shorthand, element.stringValue()),
                                prefix + field + "[" + objects.size() + "].",
                                errors)));
                return List.copyOf(objects);
            });
        });
    }

    /** To be called when all fields have been read: what is left over was not asked for. */
    public JsonFields refuseOthers() {
        object.propertyNames().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> errors.add(FieldError.invalid(
                        prefix + name, "is not a field here; there is " + String.join(", ", known))));
        return this;
    }

    /** All that was wrong so far. */
    public List<FieldError> errors() {
        return List.copyOf(errors);
    }

    /** Neither PostgreSQL nor a command line can hold a NUL. */
    private static boolean isText(JsonNode value) {
        return value.isString() && value.stringValue().indexOf('\0') < 0;
    }

    private Optional<JsonNode> value(String field) {
        known.add(field);
        return object.optional(field).filter(value -> !value.isNull());
    }

    private <T> Optional<T> check(boolean right, String field, String message, Supplier<T> value) {
        if (right) {
            return Optional.of(value.get());
        }
        errors.add(FieldError.invalid(prefix + field, message));
        return Optional.empty();
    }
}
