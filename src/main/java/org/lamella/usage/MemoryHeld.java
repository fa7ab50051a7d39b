package org.lamella.usage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How much memory slivers hold, by the last window that their nodes have told. */
@Component
public class MemoryHeld {
    /** What is older says nothing of now, and what is newer is at most twelve windows of each sliver. */
    private static final Duration STILL_SAYS_SOMETHING = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final Clock clock;

    /**
     * What one sliver held.
     *
     * @param bytes without files that are cached and not in use, which the kernel gives back for the asking
     * @param at when that was, at most an hour ago
     */
    public record Held(String slice, String node, long bytes, Instant at) {}

    /** A slice's sliver on a node, in the life that it leads now. */
    public record Life(long sliceId, long nodeId) {}

    /**
     * Those that hold more than some amount.
     *
     * @param largest the first few, the largest first
     * @param count how many there are in all
     */
    public record Beyond(List<Held> largest, int count) {
        public Beyond {
            largest = List.copyOf(largest);
        }
    }

    private record Row(String slice, String node, long bytes, OffsetDateTime at, int count) {}

    MemoryHeld(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Of these slivers; those of which nothing is known are not among them. */
    @Transactional(readOnly = true)
    public Beyond beyond(long bytes, Collection<Life> slivers, int most) {
        List<Row> rows = jdbc.sql("""
                        with newest as (
                          select distinct on (w.slice_id, w.node_id) l.slice, l.node, w.memory_bytes as bytes,
                                 w.began_at + w.length_millis * interval '1 millisecond' as at
                          from unnest(:slices::bigint[], :nodes::bigint[]) as p(slice_id, node_id)
                          join usage_windows w
                            on w.slice_id = p.slice_id and w.node_id = p.node_id and w.began_at >= :from
                          join sliver_lives l
                            on l.node_id = w.node_id and l.slice_id = w.slice_id and l.incarnation = w.incarnation
                          where w.memory_bytes is not null and l.ended_at is null
                          order by w.slice_id, w.node_id, w.began_at desc)
                        select slice, node, bytes, at, count(*) over () as count from newest
                        where bytes > :bytes order by bytes desc, slice, node limit :most""")
                .param("slices", slivers.stream().map(Life::sliceId).toArray(Long[]::new))
                .param("nodes", slivers.stream().map(Life::nodeId).toArray(Long[]::new))
                .param("from", clock.instant().minus(STILL_SAYS_SOMETHING).atOffset(ZoneOffset.UTC))
                .param("bytes", bytes)
                .param("most", most)
                .query(Row.class)
                .list();
        return new Beyond(
                rows.stream()
                        .map(row -> new Held(
                                row.slice(), row.node(), row.bytes(), row.at().toInstant()))
                        .toList(),
                rows.isEmpty() ? 0 : rows.getFirst().count());
    }
}
