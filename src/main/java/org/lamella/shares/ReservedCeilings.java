package org.lamella.shares;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lamella.reservations.ReservationPolicy;
import org.lamella.reservations.ReservationRequest;
import org.lamella.web.StateConflict;
import org.lamella.web.StateConflict.Conflict;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is reserved can be had: a ceiling is never under it, whichever of both comes first. */
@Component
class ReservedCeilings implements ReservationPolicy {
    private static final int NAMED = 5;

    private final JdbcClient jdbc;

    private record Under(String slice, String node, long reserved, long ceiling) {
        String words() {
            return "a ceiling of " + ceiling + " bit/s is under the " + reserved + " that " + slice
                    + " has reserved on " + node;
        }
    }

    ReservedCeilings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<String> objection(long sliceId, long nodeId, ReservationRequest request) {
        long wanted = request.networkBits().orElse(0L);
        return jdbc.sql("""
                        select network_ceiling_bits from shares_in_force
                        where slice_id = ? and node_id = ? and network_ceiling_bits > 0 and network_ceiling_bits < ?""")
                .params(sliceId, nodeId, wanted)
                .query(Long.class)
                .optional()
                .map(ceiling -> wanted + " bit/s are more than the slice's ceiling there, which is " + ceiling);
    }

    /** @throws StateConflict when a ceiling that now holds is under what is reserved: whose, where, both numbers */
    void require(SharesChanged changed) {
        List<Under> under = jdbc.sql("""
                        select s.name as slice, n.name as node, r.network_bits as reserved, f.network_ceiling_bits as ceiling
                        from shares_in_force f
                        join reservations r on r.slice_id = f.slice_id and r.node_id = f.node_id and r.ends_at is null
                        join slices s on s.id = f.slice_id join nodes n on n.id = f.node_id
                        where f.slice_id = any(?) and f.node_id = any(?)
                          and f.network_ceiling_bits > 0 and f.network_ceiling_bits < r.network_bits
                        order by s.name, n.name""")
                .params(changed.slices().toArray(Long[]::new), changed.nodes().toArray(Long[]::new))
                .query(Under.class)
                .list();
        if (!under.isEmpty()) {
            String rest = under.size() > NAMED ? "; and " + (under.size() - NAMED) + " more" : "";
            throw new StateConflict(
                    under.stream().limit(NAMED).map(Under::words).collect(Collectors.joining("; ")) + rest,
                    under.stream()
                            .limit(NAMED)
                            .map(one -> new Conflict(
                                    "reservation", one.slice(), "has " + one.reserved() + " bit/s of " + one.node()))
                            .toList(),
                    List.of());
        }
    }
}
