package org.lamella.usage;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What a slice got on all nodes together in the newest window that nodes have had time to tell.
 *
 * @param nodes that have told something of it
 * @param active nodes on which it had a process
 * @param live nodes on which it used at least 0.1 % of a CPU
 * @param cpus that were used, on average
 */
public record SliceUsage(
        String slice,
        String site,
        long nodes,
        long active,
        long live,
        BigDecimal cpus,
        long memoryBytes,
        long sentBytes,
        long receivedBytes) {
    static SliceUsage of(ResultSet row, int number) throws SQLException {
        return new SliceUsage(
                row.getString("slice"),
                row.getString("site"),
                row.getLong("nodes"),
                row.getLong("active"),
                row.getLong("live"),
                row.getBigDecimal("cpus"),
                row.getLong("memory_bytes"),
                row.getLong("sent_bytes"),
                row.getLong("received_bytes"));
    }
}
