package org.lamella.web.listing;

import java.util.HashMap;
import java.util.Map;

/** The values of a statement. Whatever comes from outside stands here and never in the statement's text. */
final class Parameters {
    private final Map<String, Object> values = new HashMap<>();

    /** @return what stands for the value in the statement */
    String add(Object value) {
        String name = "listing" + values.size();
        values.put(name, value);
        return ":" + name;
    }

    Map<String, Object> values() {
        return Map.copyOf(values);
    }
}
