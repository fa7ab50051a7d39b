package org.lamella.nodes;

import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Numbers the nodes' plans. In the database and not in a {@link Node}: one that was read before its lock was had would
 * count on from a number that another transaction has given out meanwhile, and the node would never be sent that plan.
 */
@Component
public class PlanNumbers {
    private final JdbcClient jdbc;

    /** The plan that a node is about to get. */
    public record Next(long nodeId, String node, long generation) {}

    PlanNumbers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * To be called before what these nodes must hold is changed. Until commit the nodes are locked; in the order of
     * their ids, so that two transactions that change the same plans wait for each other instead of deadlocking.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Next> next(Collection<Long> nodeIds) {
        return jdbc.sql("""
                        with locked as (select id from nodes where id = any(:ids) order by id for update)
                        update nodes n set generation_wanted = n.generation_wanted + 1
                        from locked where n.id = locked.id
                        returning n.id as node_id, n.name as node, n.generation_wanted as generation""")
                .param("ids", nodeIds.toArray(Long[]::new))
                .query(Next.class)
                .list();
    }
}
