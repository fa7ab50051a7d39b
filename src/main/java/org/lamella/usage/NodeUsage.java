package org.lamella.usage;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What a node's slivers together got in the newest window that nodes have had time to tell.
 *
 * @param heard whether the node has told it; without, all numbers but {@code slivers} are 0
 * @param slivers that it has now
 * @param active slices that had a process on it
 * @param live slices that used at least 0.1 % of a CPU on it
 * @param cpus that were used, on average
 */
public record NodeUsage(
        String node,
        String site,
        boolean heard,
        long slivers,
        long active,
        long live,
        BigDecimal cpus,
        long memoryBytes,
        long sentBytes,
        long receivedBytes) {
    static NodeUsage of(ResultSet row, int number) throws SQLException {
        return new NodeUsage(
                row.getString("node"),
                row.getString("site"),
                row.getBoolean("heard"),
                row.getLong("slivers"),
                row.getLong("active"),
                row.getLong("live"),
                row.getBigDecimal("cpus"),
                row.getLong("memory_bytes"),
                row.getLong("sent_bytes"),
                row.getLong("received_bytes"));
    }
}
