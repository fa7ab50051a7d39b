package org.lamella.usage;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;

/**
 * That a sliver wanted what was reserved for it, and did not get it.
 *
 * @param from when the first window began that it is about
 * @param until when the last one ended
 * @param reserved the most that was: percent of the node's CPU time, bits a second, or bytes of memory
 * @param promised of CPU time milliseconds, of the network bytes that it wanted of its rate; of memory nothing
 * @param missed what of that it waited for in vain; of memory how often it was taken
 */
public record Breach(
        String slice,
        String node,
        PromiseKind kind,
        Instant from,
        Instant until,
        BigDecimal reserved,
        long promised,
        long missed) {
    /** What a window {@code w} says of a promise {@code b.kind}, in the columns reserved, promised and missed. */
    static final String AMOUNTS = """
            case b.kind when 'CPU' then w.cpu_reserved_percent when 'MEMORY' then w.memory_guaranteed_bytes
                        else w.network_reserved_bits end as reserved,
            case b.kind when 'CPU' then w.cpu_promised_millis when 'SENT' then w.sent_promised_bytes
                        when 'RECEIVED' then w.received_promised_bytes else 0 end as promised,
            case b.kind when 'CPU' then w.cpu_missed_millis when 'SENT' then w.sent_missed_bytes
                        when 'RECEIVED' then w.received_missed_bytes else w.memory_taken end as missed
            """;

    /** The alias {@code w} is the window, {@code b.kind} the promise. */
    static final String SELECT = """
            select l.slice, l.node, b.kind, w.began_at,
                   w.began_at + w.length_millis * interval '1 millisecond' as until, %s
            from usage_windows w join sliver_lives l
                on l.node_id = w.node_id and l.slice_id = w.slice_id and l.incarnation = w.incarnation
              cross join lateral unnest(w.broken) as b (kind)
            """.formatted(AMOUNTS);

    public Breach {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(reserved);
    }

    static Breach of(ResultSet row, int number) throws SQLException {
        return new Breach(
                row.getString("slice"),
                row.getString("node"),
                PromiseKind.valueOf(row.getString("kind")),
                row.getObject("began_at", OffsetDateTime.class).toInstant(),
                row.getObject("until", OffsetDateTime.class).toInstant(),
                row.getBigDecimal("reserved"),
                row.getLong("promised"),
                row.getLong("missed"));
    }

    /** All numbers, for people. */
    public String words() {
        return switch (kind) {
            case CPU ->
                "%s did not give all of the %s of its CPU time that are reserved: of %s promised from %s to %s, %s were wanted and not got"
                        .formatted(
                                node, kind.reserved(reserved), kind.amount(promised), from, until, kind.amount(missed));
            case SENT, RECEIVED ->
                "%s did not give all of the %s that are reserved of its uplink for %s: of %s wanted of that from %s to %s, %s did not pass"
                        .formatted(
                                node,
                                kind.reserved(reserved),
                                kind == PromiseKind.SENT ? "what is sent" : "what is received",
                                kind.amount(promised),
                                from,
                                until,
                                kind.amount(missed));
            case MEMORY ->
                "%s took memory though no more was used than the %s that are guaranteed: %s from %s to %s"
                        .formatted(node, kind.reserved(reserved), kind.amount(missed), from, until);
        };
    }
}
