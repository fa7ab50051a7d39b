package org.lamella.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What was promised to one sliver and what of it was delivered in some time, for people; each is empty where nothing was promised.
 *
 * @param name of the sliver's slice or node, whichever the page is not about
 * @param broken whether one of them was not kept in some window
 */
public record Delivered(String name, boolean broken, String cpu, String sent, String received, String memory) {
    /** Sums over the rows {@code w} of one sliver; reserved is the most that was. */
    static final String SUMS = """
            bool_or(w.promise_broken) as broken, max(w.cpu_reserved_percent) as cpu_reserved,
            cast(sum(w.cpu_promised_millis) filter (where w.cpu_reserved_percent > 0) as bigint) as cpu_promised,
            cast(sum(w.cpu_missed_millis) filter (where w.cpu_reserved_percent > 0) as bigint) as cpu_missed,
            max(w.network_reserved_bits) as network_reserved,
            cast(sum(w.sent_promised_bytes) as bigint) as sent_promised,
            cast(sum(w.sent_missed_bytes) as bigint) as sent_missed,
            cast(sum(w.sent_waited_millis) as bigint) as sent_waited,
            cast(sum(w.received_promised_bytes) as bigint) as received_promised,
            cast(sum(w.received_missed_bytes) as bigint) as received_missed,
            cast(sum(w.received_waited_millis) as bigint) as received_waited,
            max(w.memory_guaranteed_bytes) as guaranteed, cast(sum(w.memory_taken) as bigint) as taken
            """;

    /** Of the rows {@code w}, those in which something was promised. */
    static final String PROMISED =
            "(w.cpu_reserved_percent > 0 or w.network_reserved_bits > 0 or w.memory_guaranteed_bytes > 0)";

    private static final BigDecimal MILLIS = BigDecimal.valueOf(1_000);

    static Delivered of(ResultSet row, int number) throws SQLException {
        BigDecimal bits = row.getBigDecimal("network_reserved");
        return new Delivered(
                row.getString("name"),
                row.getBoolean("broken"),
                cpu(
                        row.getBigDecimal("cpu_reserved"),
                        row.getObject("cpu_promised", Long.class),
                        row.getObject("cpu_missed", Long.class)),
                network(
                        PromiseKind.SENT,
                        bits,
                        row.getObject("sent_promised", Long.class),
                        row.getObject("sent_missed", Long.class),
                        row.getObject("sent_waited", Long.class)),
                network(
                        PromiseKind.RECEIVED,
                        bits,
                        row.getObject("received_promised", Long.class),
                        row.getObject("received_missed", Long.class),
                        row.getObject("received_waited", Long.class)),
                memory(row.getBigDecimal("guaranteed"), row.getObject("taken", Long.class)));
    }

    private static String cpu(BigDecimal reserved, @Nullable Long promised, @Nullable Long missed) {
        if (reserved.signum() == 0) {
            return "";
        }
        String what = PromiseKind.CPU.reserved(reserved);
        if (promised == null || missed == null) {
            return what + ": not known";
        }
        return what + ": "
                + (missed == 0
                        ? "all it wanted"
                        : PromiseKind.CPU.amount(missed) + " of " + PromiseKind.CPU.amount(promised) + " missed");
    }

    private static String network(
            PromiseKind kind,
            BigDecimal reserved,
            @Nullable Long promised,
            @Nullable Long missed,
            @Nullable Long waitedMillis) {
        if (reserved.signum() == 0) {
            return "";
        }
        String what = kind.reserved(reserved) + ": ";
        if (promised == null || missed == null) {
            return what + "not known";
        }
        if (missed == 0) {
            return what + "all of " + kind.amount(promised);
        }
        return what + kind.amount(promised - missed) + " of " + kind.amount(promised)
                + (waitedMillis == null ? "" : ", waited " + seconds(waitedMillis));
    }

    private static String seconds(long millis) {
        return BigDecimal.valueOf(millis).divide(MILLIS, 1, RoundingMode.HALF_UP) + " s";
    }

    private static String memory(BigDecimal guaranteed, @Nullable Long taken) {
        if (guaranteed.signum() == 0) {
            return "";
        }
        String what = PromiseKind.MEMORY.reserved(guaranteed) + ": ";
        if (taken == null) {
            return what + "not known";
        }
        return what + (taken == 0 ? "kept" : "taken of it " + PromiseKind.MEMORY.amount(taken));
    }
}
