package org.lamella.slivers;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the members of a slice should know of the nodes that it is on: who drains or maintains them, when and why. */
@Component
class NodeNotices {
    private static final int MOST = 50;

    private final JdbcClient jdbc;
    private final Clock clock;

    /** @param until when the maintenance ends; null for a drain, which ends when somebody says so */
    record Notice(String node, Instant from, Instant until, String by, String reason) {}

    NodeNotices(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Those that have begun come first. */
    List<Notice> of(String slice) {
        return jdbc.sql("""
                        with held as (select n.* from slivers v
                                      join slices s on s.id = v.slice_id join nodes n on n.id = v.node_id
                                      where s.name = :slice and v.goal <> 'ABSENT')
                        select name, drained_since as starts, null as ends, drained_by as by, drain_reason as reason
                        from held where drained_since is not null
                        union all
                        select name, w.starts_at, w.ends_at, w.planned_by, w.reason
                        from held join maintenance_windows w on w.node_id = held.id and w.ends_at > :now
                        order by starts, name limit :most""")
                .param("slice", slice)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("most", MOST)
                .query(NodeNotices::notice)
                .list();
    }

    private static Notice notice(ResultSet row, int number) throws SQLException {
        return new Notice(
                row.getString("name"),
                row.getObject("starts", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getObject("ends", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant)
                        .orElse(null),
                row.getString("by"),
                row.getString("reason"));
    }
}
