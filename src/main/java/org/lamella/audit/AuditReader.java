package org.lamella.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.Page;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the trail, newest first. Who may see what of it is for the caller to decide. */
@Component
public class AuditReader {
    private final JdbcClient jdbc;
    private final JsonMapper json;

    /** The last event of the page before. */
    private record Position(Instant at, long id) {
        static Position of(AuditEvent event) {
            return new Position(event.at(), event.id());
        }

        static Position parse(String text) {
            try {
                int blank = text.indexOf(' ');
                if (blank > 0) {
                    return new Position(
                            Instant.parse(text.substring(0, blank)), Long.parseLong(text.substring(blank + 1)));
                }
            } catch (DateTimeException | NumberFormatException e) {
                // Said below.
            }
            throw new InvalidInput(List.of(FieldError.invalid("cursor", "is not a cursor that this list gave out")));
        }

        String text() {
            return at + " " + id;
        }
    }

    /** Conditions with named parameters; the words are ours, the values are the caller's. */
    private static final class Conditions {
        private final List<String> words = new ArrayList<>(List.of("true"));
        private final Map<String, Object> values = new HashMap<>();

        void equal(String column, String value) {
            if (!value.isEmpty()) {
                add(column + " = :" + column, column, value);
            }
        }

        /** Text that ends in a star is how the value begins. */
        void equalOrBegins(String column, String value) {
            if (value.endsWith("*")) {
                String beginning = value.substring(0, value.length() - 1)
                        .replace("\\", "\\\\")
                        .replace("%", "\\%")
                        .replace("_", "\\_");
                add(column + " like :" + column, column, beginning + "%");
            } else {
                equal(column, value);
            }
        }

        void time(String condition, String name, Optional<Instant> time) {
            time.ifPresent(instant -> add(condition, name, instant.atOffset(ZoneOffset.UTC)));
        }

        void after(Position last) {
            add("(at, id) < (:last_at, :last_id)", "last_at", last.at().atOffset(ZoneOffset.UTC));
            values.put("last_id", last.id());
        }

        private void add(String condition, String name, Object value) {
            words.add(condition);
            values.put(name, value);
        }
    }

    AuditReader(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * The history of one thing.
     *
     * @param kind {@code slice}, {@code node}, …
     * @param limit how many events at most
     */
    public List<AuditEvent> of(String kind, String name, int limit) {
        Conditions conditions = new Conditions();
        conditions.equal("object_kind", kind);
        conditions.equal("object", name);
        return select(conditions, limit);
    }

    /** @throws InvalidInput when the cursor is none that this list gave out */
    Page<AuditEvent> find(AuditQuery query, Page.Request page) {
        Conditions conditions = new Conditions();
        conditions.equalOrBegins("actor", query.actor());
        conditions.equal("object_kind", query.kind());
        conditions.equalOrBegins("object", query.object());
        conditions.equal("action", query.action());
        conditions.time("at >= :from", "from", query.from());
        conditions.time("at < :until", "until", query.until());
        if (!page.after().isEmpty()) {
            conditions.after(Position.parse(page.after()));
        }
        return page.of(
                select(conditions, page.fetch()),
                event -> event,
                event -> Position.of(event).text());
    }

    private List<AuditEvent> select(Conditions conditions, int limit) {
        return jdbc
                .sql("select " + AuditRow.COLUMNS + " from audit_events e where "
                        + String.join(" and ", conditions.words) + " order by at desc, id desc limit " + limit)
                .params(conditions.values)
                .query(AuditRow::of)
                .list()
                .stream()
                .map(this::event)
                .toList();
    }

    private AuditEvent event(AuditRow row) {
        return new AuditEvent(
                row.id(),
                row.at(),
                row.actor(),
                row.via(),
                row.address(),
                row.action(),
                row.kind(),
                row.object(),
                row.detail(),
                row.requestId(),
                document(row.before()),
                document(row.after()));
    }

    private JsonNode document(String text) {
        return text == null ? null : json.readTree(text);
    }
}
