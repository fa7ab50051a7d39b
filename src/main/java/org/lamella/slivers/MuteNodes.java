package org.lamella.slivers;

import java.util.Collection;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Nodes that will not report that they have let go of a sliver: those that are revoked and those that never joined. What is
 * wanted absent there is gone at once, because it would else wait, and its slice with it, for a report that cannot come.
 * Should such a node join after all, what it may still hold is in no plan, and its agent takes it apart.
 */
@Component
class MuteNodes {
    private final JdbcClient jdbc;

    MuteNodes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** To be asked under the nodes' locks: a node that was read before may have been revoked meanwhile. */
    Set<Long> among(Collection<Long> nodeIds) {
        return jdbc.sql("""
                        select id from nodes
                        where id = any(:ids) and (state = 'REVOKED' or last_heartbeat is null)""")
                .param("ids", nodeIds.toArray(Long[]::new))
                .query(Long.class)
                .set();
    }
}
