package org.lamella.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lamella.web.FieldError;

/**
 * What is looked for; each part may be empty, and all that are not must hold.
 *
 * @param actor all of a name, or how it begins and a {@code *}
 * @param object likewise
 * @param from the first instant
 * @param until the first instant that is not looked at any more
 */
record AuditQuery(
        String actor, String kind, String object, String action, Optional<Instant> from, Optional<Instant> until) {
    private static final int LONGEST_YEAR = 9999;

    /** The text of a request, as it was sent. */
    record Asked(String actor, String kind, String object, String action, String from, String until) {
        Asked {
            actor = clean(actor);
            kind = clean(kind);
            object = clean(object);
            action = clean(action);
            from = clean(from);
            until = clean(until);
        }

        private static String clean(String text) {
            return text == null ? "" : text.strip();
        }

        /** @param errors gets everything that is wrong */
        AuditQuery parse(List<FieldError> errors) {
            return new AuditQuery(
                    actor, kind, object, action, time("from", from, errors), time("until", until, errors));
        }

        public boolean isEmpty() {
            return parts().isEmpty();
        }

        /** The parts that are asked for, as parameters of an address. */
        Map<String, String> parts() {
            Map<String, String> parts = new LinkedHashMap<>();
            parts.put("actor", actor);
            parts.put("kind", kind);
            parts.put("object", object);
            parts.put("action", action);
            parts.put("from", from);
            parts.put("until", until);
            parts.values().removeIf(String::isEmpty);
            return parts;
        }
    }

    private static Optional<Instant> time(String field, String text, List<FieldError> errors) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Instant time = text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            int year = time.atOffset(ZoneOffset.UTC).getYear();
            if (year >= 1 && year <= LONGEST_YEAR) {
                return Optional.of(time);
            }
        } catch (DateTimeException e) {
            // Said below, with what would be right.
        }
        errors.add(FieldError.invalid(
                field, "must be a time such as 2026-11-20T14:00:00Z, or a day such as 2026-11-20 (UTC), not " + text));
        return Optional.empty();
    }
}
