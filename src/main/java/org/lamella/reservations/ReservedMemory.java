package org.lamella.reservations;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.lamella.slices.Bound;
import org.lamella.slices.BoundsPolicy;
import org.lamella.slices.Slice;
import org.lamella.slices.SliceBounds;
import org.lamella.web.FieldError;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is reserved of memory can be had: the limit of the slice's slivers is never under it, whichever of both comes first. */
@Component
class ReservedMemory implements ReservationPolicy, BoundsPolicy {
    private static final int NAMED = 5;

    private final JdbcClient jdbc;

    private record Held(String node, long bytes) {}

    ReservedMemory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<String> objection(long sliceId, long nodeId, ReservationRequest request) {
        long wanted = request.memoryBytes().orElse(0L);
        return jdbc.sql("select memory_bytes from slice_bounds where slice_id = ? and memory_bytes < ?")
                .params(sliceId, wanted)
                .query(Long.class)
                .optional()
                .map(limit -> wanted
                        + " bytes of memory are more than the limit of each of the slice's slivers, which is " + limit);
    }

    /** Force is of no use here: a limit under what is reserved would be a promise that is broken at once. */
    @Override
    public List<FieldError> objections(Slice slice, SliceBounds before, SliceBounds after, boolean forced) {
        OptionalLong limit = after.of(Bound.MEMORY_BYTES);
        if (limit.isEmpty()) {
            return List.of();
        }
        List<Held> above = jdbc.sql("""
                        select n.name as node, r.memory_bytes as bytes
                        from reservations r join nodes n on n.id = r.node_id
                        where r.slice_id = ? and r.ends_at is null and r.memory_bytes > ?
                        order by r.memory_bytes desc, n.name""")
                .params(slice.id(), limit.getAsLong())
                .query(Held.class)
                .list();
        return above.isEmpty() ? List.of() : List.of(under(limit.getAsLong(), above));
    }

    private static FieldError under(long limit, List<Held> above) {
        String held = above.stream()
                .limit(NAMED)
                .map(one -> one.bytes() + " on " + one.node())
                .collect(Collectors.joining(", "));
        String rest = above.size() > NAMED ? " and on " + (above.size() - NAMED) + " nodes more" : "";
        return FieldError.invalid(
                Bound.MEMORY_BYTES.field(),
                "a limit of " + limit + " bytes is under what the slice has reserved: " + held + rest);
    }
}
