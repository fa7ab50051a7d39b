package org.lamella.slivers;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lamella.access.Caller;
import org.lamella.shares.Term;
import org.lamella.slices.DiskLimit;
import org.lamella.slices.SliceDisks;
import org.lamella.slivers.SliverReport.Awaits;
import org.lamella.web.NoSuchThing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What is wanted of the parts that slivers have of their nodes, and what of it is in force. */
@Component
class ResourcesOfSlivers {
    private static final String COLUMNS = """
            cpu_percent, capped, network_bits, memory_bytes, cpu_share, network_share, network_ceiling_bits,
            network_daily_bytes, io_share, io_read_bytes, io_write_bytes, processes, memory_limit_bytes, disk_bytes,
            disk_inodes, cpu_cores""";

    private final SliverService slivers;
    private final SliceDisks disks;
    private final JdbcClient jdbc;

    ResourcesOfSlivers(SliverService slivers, SliceDisks disks, JdbcClient jdbc) {
        this.slivers = slivers;
        this.disks = disks;
        this.jdbc = jdbc;
    }

    /** @throws NoSuchThing when the slice has no sliver there that is to stay, or is none for this caller */
    @Transactional(readOnly = true)
    SliverInForce of(Caller caller, String slice, String node) {
        Sliver sliver = slivers.find(caller, slice, node);
        SliverView view = SliverView.of(sliver);
        return new SliverInForce(
                read("sliver_resources", sliver.id())
                        .orElseThrow(() -> new NoSuchThing("sliver of " + slice + " on the node", node)),
                read("sliver_resources_applied", sliver.id()).orElse(null),
                view.appliedAt(),
                view.inForce(),
                view.waitsFor());
    }

    private Optional<SliverResources> read(String relation, long sliver) {
        return jdbc.sql("select " + COLUMNS + " from " + relation + " where sliver_id = ?")
                .param(sliver)
                .query(this::resources)
                .optional();
    }

    /**
     * What is wanted of these slivers has come into force, but for what each of them awaits. To be called under their node's lock,
     * under which it is changed too: what is wanted now is what was applied.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    void applied(Map<Long, Awaits> slivers) {
        if (slivers.isEmpty()) {
            return;
        }
        Collection<Long> ids = slivers.keySet();
        jdbc.sql("delete from sliver_resources_applied where sliver_id = any(?)")
                .param(ids.toArray(Long[]::new))
                .update();
        jdbc.sql("insert into sliver_resources_applied (sliver_id, " + COLUMNS + ") select sliver_id, " + COLUMNS
                        + " from sliver_resources where sliver_id = any(?)")
                .param(ids.toArray(Long[]::new))
                .update();
        slivers.forEach(this::except);
    }

    private void except(long sliver, Awaits awaits) {
        awaits.disk()
                .ifPresent(has -> jdbc.sql(
                                "update sliver_resources_applied set disk_bytes = ?, disk_inodes = ? where sliver_id = ?")
                        .params(has.bytes(), has.inodes(), sliver)
                        .update());
        if (awaits.traffic()) {
            jdbc.sql("""
                            update sliver_resources_applied set network_bits = null, network_share = null,
                              network_ceiling_bits = null, network_daily_bytes = null where sliver_id = ?""").param(sliver).update();
        }
    }

    /** Whether what is wanted of the sliver is what it had when it last ran. */
    @Transactional(propagation = Propagation.MANDATORY, readOnly = true)
    boolean isAsApplied(long sliver) {
        return read("sliver_resources", sliver).equals(read("sliver_resources_applied", sliver));
    }

    private SliverResources resources(ResultSet row, int number) throws SQLException {
        DiskLimit usual = disks.usual();
        return new SliverResources(
                amount(row, "cpu_percent"),
                row.getInt("cpu_cores"),
                row.getBoolean("capped"),
                term(row, "cpu_share", Term.CPU_SHARE),
                row.getLong("network_bits"),
                term(row, "network_share", Term.NETWORK_SHARE),
                row.getLong("network_ceiling_bits"),
                row.getLong("network_daily_bytes"),
                row.getLong("memory_bytes"),
                bound(row, "memory_limit_bytes"),
                count(row, "processes", Term.PROCESSES.usual().longValue()),
                count(row, "disk_bytes", usual.bytes()),
                count(row, "disk_inodes", usual.inodes()),
                term(row, "io_share", Term.IO_SHARE),
                row.getLong("io_read_bytes"),
                row.getLong("io_write_bytes"));
    }

    private static @Nullable Long bound(ResultSet row, String column) throws SQLException {
        long said = row.getLong(column);
        return said == 0 ? null : said;
    }

    private static BigDecimal amount(ResultSet row, String column) throws SQLException {
        BigDecimal amount = row.getBigDecimal(column);
        return amount == null ? BigDecimal.ZERO : Term.tidy(amount);
    }

    private static BigDecimal term(ResultSet row, String column, Term term) throws SQLException {
        BigDecimal said = row.getBigDecimal(column);
        return said == null ? term.usual() : Term.tidy(said);
    }

    private static long count(ResultSet row, String column, long usual) throws SQLException {
        long said = row.getLong(column);
        return row.wasNull() ? usual : said;
    }
}
