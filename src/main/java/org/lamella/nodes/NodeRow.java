package org.lamella.nodes;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** A row of {@code nodes} with its site, as it is read for showing. Null: country unknown, no heartbeat yet, not drained. */
record NodeRow(
        long id,
        String name,
        String site,
        String country,
        NodeState state,
        Instant stateSince,
        Instant lastHeartbeat,
        HostFacts host,
        BigDecimal freeCpus,
        long freeMemoryBytes,
        String diskWeights,
        long generationWanted,
        long generationApplied,
        int slivers,
        Drain drain,
        long version) {
    static final String TABLES = "nodes n join sites s on s.id = n.site_id";
    static final String COLUMNS = """
            n.id, n.name, s.login_base, s.country, n.state, n.state_since, n.last_heartbeat, n.hostname, n.kernel, n.cpus,
                   n.memory_bytes, n.free_cpus, n.free_memory_bytes, n.disk_bytes, n.cgroups, n.runtime, n.agent_version, n.sliver_subnet, n.disk_weights,
                   n.generation_wanted, n.generation_applied, n.slivers, n.drained_since, n.drained_by, n.drain_reason, n.version""";

    static NodeRow of(ResultSet row, int number) throws SQLException {
        return new NodeRow(
                row.getLong("id"),
                row.getString("name"),
                row.getString("login_base"),
                row.getString("country"),
                NodeState.valueOf(row.getString("state")),
                instant(row, "state_since").orElseThrow(),
                instant(row, "last_heartbeat").orElse(null),
                host(row),
                row.getBigDecimal("free_cpus"),
                row.getLong("free_memory_bytes"),
                row.getString("disk_weights"),
                row.getLong("generation_wanted"),
                row.getLong("generation_applied"),
                row.getInt("slivers"),
                drain(row),
                row.getLong("version"));
    }

    private static HostFacts host(ResultSet row) throws SQLException {
        return new HostFacts(
                row.getString("hostname"),
                row.getString("kernel"),
                row.getInt("cpus"),
                row.getLong("memory_bytes"),
                row.getLong("disk_bytes"),
                row.getString("cgroups"),
                row.getString("runtime"),
                row.getString("agent_version"),
                row.getString("sliver_subnet"));
    }

    private static Drain drain(ResultSet row) throws SQLException {
        Optional<Instant> since = instant(row, "drained_since");
        return since.isEmpty()
                ? null
                : new Drain(since.get(), row.getString("drained_by"), row.getString("drain_reason"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
