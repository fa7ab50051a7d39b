package org.lamella.audit;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes one row for each change, in the transaction that makes it: no change without its row, no row without it. The
 * {@link Sealer} chains the rows after commit.
 */
@Component
public class AuditTrail {
    /** Where the request carries its id, set by the web layer. */
    private static final String REQUEST_ID = "lamella.requestId";

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    AuditTrail(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Who did it and from where is taken from the request that this thread serves; without one it was the system.
     *
     * @param action a verb in the past, the same as in logs and metrics: {@code slice-created}
     * @param objectKind {@code slice}, {@code node}, …
     * @param object its name
     * @param detail what changed, for people; nothing secret
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(String action, String objectKind, String object, String detail) {
        record(Actor.current(), action, objectKind, object, detail, Difference.NONE);
    }

    /** @param difference what the object was before and is after */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(String action, String objectKind, String object, String detail, Difference difference) {
        record(Actor.current(), action, objectKind, object, detail, difference);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void record(Actor actor, String action, String objectKind, String object, String detail) {
        record(actor, action, objectKind, object, detail, Difference.NONE);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void record(
            Actor actor, String action, String objectKind, String object, String detail, Difference difference) {
        jdbc.sql("""
                        with event as (
                          insert into audit_events
                            (at, actor, via, address, action, object_kind, object, detail, request_id, before, after)
                          values (?, ?, ?, ?, ?, ?, ?, ?, ?, cast(? as jsonb), cast(? as jsonb))
                          returning id)
                        insert into audit_unsealed (event_id) select id from event""")
                .params(
                        clock.instant().atOffset(ZoneOffset.UTC),
                        actor.name(),
                        actor.via().column(),
                        actor.address(),
                        action,
                        objectKind,
                        object,
                        detail,
                        requestId(),
                        document(difference.before()),
                        document(difference.after()))
                .update();
    }

    private String document(Map<String, ?> fields) {
        return fields == null ? null : json.writeValueAsString(fields);
    }

    /** Empty for what the system does by itself. */
    private static String requestId() {
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        Object id = request == null ? null : request.getAttribute(REQUEST_ID, RequestAttributes.SCOPE_REQUEST);
        return id instanceof String text ? text : "";
    }
}
