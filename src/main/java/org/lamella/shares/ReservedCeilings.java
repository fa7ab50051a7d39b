package org.lamella.shares;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lamella.reservations.ReservationPolicy;
import org.lamella.reservations.ReservationRequest;
import org.lamella.web.FieldError;
import org.lamella.web.FirstFew;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is reserved can be had: no ceiling and no limit is under it, whichever of both comes first. */
@Component
class ReservedCeilings implements ReservationPolicy, TermsPolicy {
    private final JdbcClient jdbc;

    private record Under(String slice, String node, Term term, long reserved, long bound) {
        String words() {
            return (term == Term.NETWORK_CEILING_BITS ? "a ceiling of " : "a limit of ") + bound + " " + term.unit()
                    + " is under the " + reserved + " that " + slice + " has reserved on " + node;
        }
    }

    private record Bounds(long bits, long bytes) {}

    ReservedCeilings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<String> objection(long sliceId, long nodeId, ReservationRequest request) {
        long bits = request.networkBits().orElse(0L);
        long bytes = request.memoryBytes().orElse(0L);
        return jdbc.sql("""
                        select coalesce(network_ceiling_bits, 0) as bits, coalesce(memory_limit_bytes, 0) as bytes
                        from shares_in_force where slice_id = ? and node_id = ?""")
                .params(sliceId, nodeId)
                .query(Bounds.class)
                .optional()
                .map(bounds -> Stream.of(
                                above(bits, bounds.bits(), " bit/s are more than the slice's ceiling there"),
                                above(bytes, bounds.bytes(), " bytes of memory are more than the slice's limit there"))
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining("; ")))
                .filter(words -> !words.isEmpty());
    }

    private static Optional<String> above(long wanted, long bound, String words) {
        return bound > 0 && wanted > bound ? Optional.of(wanted + words + ", which is " + bound) : Optional.empty();
    }

    /** Force is of no use here: a bound under what is reserved would be a promise that is broken at once. */
    @Override
    public List<FieldError> objections(SharesChanged changed, boolean forced) {
        List<Under> under = jdbc.sql("""
                        select s.name as slice, n.name as node, b.term, b.reserved, b.bound
                        from unnest(?::bigint[], ?::bigint[]) as p(slice_id, node_id)
                        join shares_in_force f on f.slice_id = p.slice_id and f.node_id = p.node_id
                        join reservations r on r.slice_id = f.slice_id and r.node_id = f.node_id and r.ends_at is null
                        cross join lateral (values ('NETWORK_CEILING_BITS', r.network_bits, f.network_ceiling_bits),
                                                   ('MEMORY_LIMIT_BYTES', r.memory_bytes, f.memory_limit_bytes))
                          as b(term, reserved, bound)
                        join slices s on s.id = f.slice_id join nodes n on n.id = f.node_id
                        where b.bound > 0 and b.bound < b.reserved
                        order by s.name, n.name""")
                .params(SharesChanged.slicesOf(changed.slivers()), SharesChanged.nodesOf(changed.slivers()))
                .query(Under.class)
                .list();
        return under.stream()
                .collect(Collectors.groupingBy(
                        Under::term, TreeMap::new, Collectors.mapping(Under::words, Collectors.toList())))
                .entrySet()
                .stream()
                .map(one -> FieldError.inUse(one.getKey().field(), FirstFew.of(one.getValue(), "; ")))
                .toList();
    }
}
