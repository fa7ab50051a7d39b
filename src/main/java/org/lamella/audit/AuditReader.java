package org.lamella.audit;

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
import org.lamella.web.listing.Field;
import org.lamella.web.listing.ListQuery;
import org.lamella.web.listing.ListRequest;
import org.lamella.web.listing.Listing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the trail, newest first. Who may see what of it is for the caller to decide. */
@Component
public class AuditReader {
    /** It grows for ever: it is searched by what has an index, and sorted by its time only. */
    private static final Listing TRAIL = Listing.of("audit", "audit_events e", Field.id("id", "e.id"))
            .with(
                    Field.time("at", "e.at").always(),
                    Field.name("actor", "e.actor").unsorted(),
                    Field.name("kind", "e.object_kind").unsorted(),
                    Field.text("object", "e.object").unsorted(),
                    Field.name("action", "e.action").unsorted())
            .searchedBy("object")
            .orderedBy("-at,-id");

    private final JdbcClient jdbc;
    private final JsonMapper json;

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
        return jdbc
                .sql("select " + AuditRow.COLUMNS + " from audit_events e where object_kind = ? and object = ?"
                        + " order by at desc, id desc limit ?")
                .params(kind, name, limit)
                .query(AuditRow::of)
                .list()
                .stream()
                .map(this::event)
                .toList();
    }

    /** @throws InvalidInput with everything that is wrong with either */
    Page<AuditEvent> find(AuditQuery.Asked asked, ListRequest request) {
        List<FieldError> errors = new ArrayList<>();
        AuditQuery query = asked.parse(errors);
        Optional<ListQuery> rows = rows(request, errors);
        InvalidInput.throwIfAny(errors);
        Conditions conditions = new Conditions();
        conditions.equalOrBegins("actor", query.actor());
        conditions.equal("object_kind", query.kind());
        conditions.equalOrBegins("object", query.object());
        conditions.equal("action", query.action());
        conditions.time("at >= :from", "from", query.from());
        conditions.time("at < :until", "until", query.until());
        return rows.orElseThrow()
                .where(String.join(" and ", conditions.words), conditions.values)
                .page(jdbc, AuditRow.COLUMNS, AuditRow::of)
                .map(page -> page.stream().map(this::event).toList());
    }

    /** Empty where something is wrong with it. */
    private static Optional<ListQuery> rows(ListRequest request, List<FieldError> errors) {
        try {
            return Optional.of(TRAIL.query(request));
        } catch (InvalidInput invalid) {
            errors.addAll(invalid.errors());
            return Optional.empty();
        }
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
