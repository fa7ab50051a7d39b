package org.lamella.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A resource's path with parameters.
 *
 * @param path quoted
 * @param parameters not quoted; none is empty
 */
record Query(String path, Map<String, String> parameters) {
    Query {
        parameters = Map.copyOf(parameters);
    }

    static Query of(String path) {
        return new Query(path, Map.of());
    }

    /** The same with one parameter more, or as it is where there is no value for it. */
    Query with(String name, Optional<String> value) {
        return value.filter(text -> !text.isEmpty())
                .map(text -> {
                    var more = new TreeMap<>(parameters);
                    more.put(name, text);
                    return new Query(path, more);
                })
                .orElse(this);
    }

    /** As it stands in a request line, the parameters in the order of their names. */
    String line() {
        var line = new StringBuilder(path);
        new TreeMap<>(parameters)
                .forEach((name, value) -> line.append(line.length() == path.length() ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return line.toString();
    }
}
