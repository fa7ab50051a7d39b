package org.lamella.audit;

import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One change, as it is read.
 *
 * @param via {@code web}, {@code api}, {@code node} or {@code system}
 * @param address where the request came from; empty for the system
 * @param requestId of the request that made it; empty without one
 * @param before the fields that the object had before, null when nothing is known of it; see {@link Difference}
 * @param after the fields that it has after
 */
public record AuditEvent(
        long id,
        Instant at,
        String actor,
        String via,
        String address,
        String action,
        String kind,
        String object,
        String detail,
        String requestId,
        @Nullable JsonNode before,
        @Nullable JsonNode after) {
    /** The difference in the order of the fields' names; empty when only the words of the detail say what changed. */
    public List<FieldChange> changes() {
        TreeSet<String> fields = new TreeSet<>();
        if (before != null) {
            fields.addAll(before.propertyNames());
        }
        if (after != null) {
            fields.addAll(after.propertyNames());
        }
        return fields.stream()
                .map(field -> new FieldChange(field, text(before, field), text(after, field)))
                .toList();
    }

    private static String text(JsonNode fields, String name) {
        JsonNode value = fields == null ? null : fields.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        return value.isString() ? value.stringValue() : value.toString();
    }
}
