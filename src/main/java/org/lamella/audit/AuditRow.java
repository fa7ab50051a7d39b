package org.lamella.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;

/**
 * A row as the database holds it.
 *
 * @param before PostgreSQL's own text of a {@code jsonb}, which is the same for the same content; may be null
 * @param after likewise
 */
record AuditRow(
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
        String before,
        String after) {
    static final String COLUMNS = "e.id, e.at, e.actor, e.via, e.address, e.action, e.object_kind, e.object, e.detail, "
            + "e.request_id, e.before::text as before, e.after::text as after";

    static AuditRow of(ResultSet row, int number) throws SQLException {
        return new AuditRow(
                row.getLong("id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                row.getString("via"),
                row.getString("address"),
                row.getString("action"),
                row.getString("object_kind"),
                row.getString("object"),
                row.getString("detail"),
                row.getString("request_id"),
                row.getString("before"),
                row.getString("after"));
    }

    /** All that a seal covers, in an order that never changes. */
    List<String> content() {
        return Arrays.asList(
                Long.toString(id),
                at.toString(),
                actor,
                via,
                address,
                action,
                kind,
                object,
                detail,
                requestId,
                before,
                after);
    }
}
