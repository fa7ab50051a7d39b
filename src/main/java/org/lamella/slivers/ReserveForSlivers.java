package org.lamella.slivers;

import java.util.Optional;
import org.lamella.reservations.ReservationPolicy;
import org.lamella.reservations.ReservationRequest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is promised is promised to a sliver that is there, or on its way: so allow lists and drains hold for it too. */
@Component
class ReserveForSlivers implements ReservationPolicy {
    private final JdbcClient jdbc;

    ReserveForSlivers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<String> objection(long sliceId, long nodeId, ReservationRequest request) {
        boolean there = jdbc.sql(
                        "select exists (select from slivers where slice_id = ? and node_id = ? and goal <> 'ABSENT')")
                .params(sliceId, nodeId)
                .query(Boolean.class)
                .single();
        return there
                ? Optional.empty()
                : Optional.of("the slice has no sliver there to reserve for: add the node to the slice first");
    }
}
