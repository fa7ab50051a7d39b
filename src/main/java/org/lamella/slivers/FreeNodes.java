package org.lamella.slivers;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How many nodes the system could choose now: what forms say beside the field that asks for some. */
@Component
class FreeNodes {
    /** No slice has this id. */
    private static final long NO_SLICE = 0;

    private final JdbcClient jdbc;
    private final Clock clock;

    FreeNodes(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @param slice the id of one that is there already; empty for a new one */
    int count(Optional<Long> slice) {
        return jdbc.sql("""
                        select count(*) from nodes n
                        where n.state = 'READY' and n.drained_since is null
                          and not exists (select 1 from maintenance_windows w
                                          where w.node_id = n.id and w.starts_at <= :now and w.ends_at > :now)
                          and (not exists (select 1 from node_allowed_slices a where a.node_id = n.id)
                            or exists (select 1 from node_allowed_slices a join slices s on s.name = a.slice
                                       where a.node_id = n.id and s.id = :slice))
                          and not exists (select 1 from slivers v where v.node_id = n.id and v.slice_id = :slice)""")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("slice", slice.orElse(NO_SLICE))
                .query(Integer.class)
                .single();
    }
}
