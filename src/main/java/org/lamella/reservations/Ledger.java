package org.lamella.reservations;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What nodes have promised. */
@Component
public class Ledger {
    private static final String SELECT = """
            select s.name as slice, n.name as node, r.cpu_percent, r.cpu_cores, c.cores, r.network_bits, r.memory_bytes, r.capped,
              r.starts_at, r.made_by
            from reservations r join slices s on s.id = r.slice_id join nodes n on n.id = r.node_id
            left join cores_of_slivers c on c.slice_id = r.slice_id and c.node_id = r.node_id
            where r.ends_at is null""";

    /** Slices of a page. */
    private static final int SHOWN = 1_000;

    private final JdbcClient jdbc;
    private final Clock clock;

    Ledger(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What is promised on a node, by slice. */
    @Transactional(readOnly = true)
    public Map<Long, Promise> promisesOn(long nodeId) {
        return jdbc.sql("""
                        select slice_id, cpu_percent, cpu_cores, network_bits, memory_bytes, capped from reservations
                        where node_id = ? and ends_at is null""").param(nodeId).query(Promise.class).stream()
                .collect(Collectors.toMap(Promise::sliceId, promise -> promise));
    }

    /** As a node's plan has it. */
    public record Promise(
            long sliceId, BigDecimal cpuPercent, int cpuCores, long networkBits, long memoryBytes, boolean capped) {
        /** Of a slice that has nothing reserved there. */
        public static final Promise NONE = new Promise(0, BigDecimal.ZERO, 0, 0, 0, false);
    }

    List<Reservation> ofNode(long nodeId) {
        return jdbc.sql(SELECT + " and r.node_id = ? order by r.cpu_percent desc, s.name")
                .param(nodeId)
                .query(Ledger::reservation)
                .list();
    }

    /** The first thousand by node. */
    List<Reservation> ofSlice(String slice) {
        return jdbc.sql(SELECT + " and s.name = ? order by n.name limit ?")
                .params(slice, SHOWN)
                .query(Ledger::reservation)
                .list();
    }

    Optional<Reservation> find(String slice, String node) {
        return jdbc.sql(SELECT + " and s.name = ? and n.name = ?")
                .params(slice, node)
                .query(Ledger::reservation)
                .optional();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void put(long sliceId, long nodeId, ReservationRequest request, String by) {
        jdbc.sql("""
                        insert into reservations
                          (slice_id, node_id, starts_at, cpu_percent, cpu_cores, network_bits, memory_bytes, capped, made_by)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (slice_id, node_id) where ends_at is null
                        do update set cpu_percent = excluded.cpu_percent, cpu_cores = excluded.cpu_cores, network_bits = excluded.network_bits,
                          memory_bytes = excluded.memory_bytes, capped = excluded.capped,
                          starts_at = excluded.starts_at, made_by = excluded.made_by""")
                .params(
                        sliceId,
                        nodeId,
                        clock.instant().atOffset(ZoneOffset.UTC),
                        request.cpuPercent().orElse(BigDecimal.ZERO),
                        request.cpuCores().orElse(0L),
                        request.networkBits().orElse(0L),
                        request.memoryBytes().orElse(0L),
                        request.capped(),
                        by)
                .update();
    }

    /** @return the names of the nodes on which there was something */
    @Transactional(propagation = Propagation.MANDATORY)
    List<String> remove(long sliceId, Collection<Long> nodeIds) {
        return jdbc.sql("""
                        delete from reservations r using nodes n
                        where n.id = r.node_id and r.slice_id = ? and r.node_id = any(?) returning n.name""")
                .params(sliceId, nodeIds.toArray(Long[]::new))
                .query(String.class)
                .list();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void removeAllOf(long nodeId) {
        jdbc.sql("delete from reservations where node_id = ?").param(nodeId).update();
    }

    private static Reservation reservation(ResultSet row, int number) throws SQLException {
        return new Reservation(
                row.getString("slice"),
                row.getString("node"),
                row.getBigDecimal("cpu_percent"),
                row.getInt("cpu_cores"),
                Objects.requireNonNullElse(row.getString("cores"), ""),
                row.getLong("network_bits"),
                row.getLong("memory_bytes"),
                row.getBoolean("capped"),
                row.getTimestamp("starts_at").toInstant(),
                row.getString("made_by"));
    }
}
