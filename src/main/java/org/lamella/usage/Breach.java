package org.lamella.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * That a sliver wanted CPU time that was reserved for it, and did not get it.
 *
 * @param promisedMillis CPU time that was reserved for it in the window
 * @param missedMillis what it wanted of that and waited for in vain
 */
public record Breach(
        String slice,
        String node,
        Instant from,
        Instant until,
        BigDecimal reservedPercent,
        long promisedMillis,
        long missedMillis) {
    static final long LEAST_MILLIS = 300;

    /** The alias {@code w} is the window. */
    static final String SELECT = """
            select l.slice, l.node, w.began_at, w.length_millis, w.cpu_reserved_percent, w.cpu_promised_millis,
                   w.cpu_missed_millis
            from usage_windows w join sliver_lives l
              on l.node_id = w.node_id and l.slice_id = w.slice_id and l.incarnation = w.incarnation
            """;

    static Breach of(ResultSet row, int number) throws SQLException {
        Instant from = row.getObject("began_at", OffsetDateTime.class).toInstant();
        return new Breach(
                row.getString("slice"),
                row.getString("node"),
                from,
                from.plusMillis(row.getLong("length_millis")),
                row.getBigDecimal("cpu_reserved_percent"),
                row.getLong("cpu_promised_millis"),
                row.getLong("cpu_missed_millis"));
    }

    /** Both numbers, for people. */
    public String words() {
        return "%s did not give all of the %s %% of its CPU time that are reserved: of %s s promised from %s to %s, %s s were wanted and not got"
                .formatted(
                        node,
                        reservedPercent.stripTrailingZeros().toPlainString(),
                        seconds(promisedMillis),
                        from,
                        until,
                        seconds(missedMillis));
    }

    private static String seconds(long millis) {
        return BigDecimal.valueOf(Duration.ofMillis(millis).toMillis(), 3)
                .setScale(1, RoundingMode.HALF_UP)
                .toPlainString();
    }
}
