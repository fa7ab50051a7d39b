package org.lamella.reservations;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The bounds of uplinks as they are kept. */
@Component
public class Uplinks {
    private final JdbcClient jdbc;

    Uplinks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Unbounded where nothing was ever set. */
    @Transactional(readOnly = true)
    public Uplink of(long nodeId) {
        return jdbc.sql("select cap_bits, exempt from node_uplinks where node_id = ?")
                .param(nodeId)
                .query((row, number) -> new Uplink(row.getLong("cap_bits"), List.of((String[])
                        row.getArray("exempt").getArray())))
                .optional()
                .orElse(Uplink.UNBOUNDED);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void put(long nodeId, Uplink uplink) {
        jdbc.sql("""
                        insert into node_uplinks (node_id, cap_bits, exempt) values (?, ?, ?)
                        on conflict (node_id) do update set cap_bits = excluded.cap_bits, exempt = excluded.exempt""")
                .params(nodeId, uplink.capBits(), uplink.exempt().toArray(String[]::new))
                .update();
    }
}
