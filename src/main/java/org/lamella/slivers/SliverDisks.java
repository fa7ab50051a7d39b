package org.lamella.slivers;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lamella.access.Caller;
import org.lamella.nodes.PlanNumbers;
import org.lamella.outbox.Outbox;
import org.lamella.outbox.Topic;
import org.lamella.slices.DiskLimit;
import org.lamella.slices.Goal;
import org.lamella.slices.SliceDiskChanged;
import org.lamella.slices.SliceDisks;
import org.lamella.web.FirstFew;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.StateConflict;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The disks of slivers: how much each may keep, and how much its node has last seen it keep. */
@Component
class SliverDisks {
    private static final String ROWS = """
            select v.id, n.id as node_id, n.name as node,
                   coalesce(v.disk_bytes, s.disk_bytes, :bytes) as bytes,
                   coalesce(v.disk_inodes, s.disk_inodes, :inodes) as inodes,
                   v.disk_bytes is not null as own,
                   d.used_bytes, d.bytes as there_bytes, d.used_inodes, d.inodes as there_inodes
            from slivers v join slices s on s.id = v.slice_id join nodes n on n.id = v.node_id
            left join sliver_disks d on d.sliver_id = v.id
            where v.goal <> 'ABSENT' and\s""";

    private final SliceDisks slices;
    private final Slivers slivers;
    private final PlanNumbers plans;
    private final Outbox outbox;
    private final JdbcClient jdbc;

    SliverDisks(SliceDisks slices, Slivers slivers, PlanNumbers plans, Outbox outbox, JdbcClient jdbc) {
        this.slices = slices;
        this.slivers = slivers;
        this.plans = plans;
        this.outbox = outbox;
        this.jdbc = jdbc;
    }

    /**
     * The disk of one sliver.
     *
     * @param own whether the limit was set for this very sliver
     * @param use empty before its node has measured it
     */
    record Row(long sliver, long nodeId, String node, DiskLimit limit, boolean own, Optional<DiskUse> use) {}

    /** By the id of the sliver. */
    @Transactional(propagation = Propagation.MANDATORY, readOnly = true)
    Map<Long, DiskLimit> ofNode(long nodeId) {
        return rows("v.node_id = :id", nodeId, "").stream().collect(Collectors.toMap(Row::sliver, Row::limit));
    }

    /** The fullest first. */
    @Transactional(readOnly = true)
    List<Row> ofSlice(String slice, int most) {
        return rows(
                "s.name = :id",
                slice,
                " order by d.used_bytes::float8 / greatest(d.bytes, 1) desc nulls last, n.name limit " + most);
    }

    /** @throws NoSuchThing when the slice has no sliver there */
    @Transactional(readOnly = true)
    Row of(String slice, String node) {
        return jdbc.sql(ROWS + "s.name = :slice and n.name = :node")
                .param("slice", slice)
                .param("node", node)
                .param("bytes", slices.usual().bytes())
                .param("inodes", slices.usual().inodes())
                .query(SliverDisks::row)
                .optional()
                .orElseThrow(() -> new NoSuchThing("sliver of " + slice + " on the node", node));
    }

    private List<Row> rows(String which, Object id, String order) {
        return jdbc.sql(ROWS + which + order)
                .param("id", id)
                .param("bytes", slices.usual().bytes())
                .param("inodes", slices.usual().inodes())
                .query(SliverDisks::row)
                .list();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        Optional<DiskUse> use = row.getObject("used_bytes") == null
                ? Optional.empty()
                : Optional.of(new DiskUse(
                        row.getLong("used_bytes"),
                        row.getLong("there_bytes"),
                        row.getLong("used_inodes"),
                        row.getLong("there_inodes")));
        return new Row(
                row.getLong("id"),
                row.getLong("node_id"),
                row.getString("node"),
                new DiskLimit(row.getLong("bytes"), row.getLong("inodes")),
                row.getBoolean("own"),
                use);
    }

    /** What a node has measured. Nobody is told: it is shown to who looks. */
    @Transactional(propagation = Propagation.MANDATORY)
    void seen(long sliver, DiskUse use) {
        jdbc.sql("""
                        insert into sliver_disks (sliver_id, used_bytes, bytes, used_inodes, inodes) values (?, ?, ?, ?, ?)
                        on conflict (sliver_id) do update set used_bytes = excluded.used_bytes, bytes = excluded.bytes,
                          used_inodes = excluded.used_inodes, inodes = excluded.inodes""")
                .params(sliver, use.usedBytes(), use.bytes(), use.usedInodes(), use.inodes())
                .update();
    }

    /** The node has said what the sliver's disk lies on: it has it, and need not be told any more that it was brought. */
    @Transactional(propagation = Propagation.MANDATORY)
    void isThere(long sliver) {
        jdbc.sql("update slivers set brought_by = 0 where id = ? and brought_by <> 0")
                .param(sliver)
                .update();
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void on(SliceDiskChanged changed) {
        String slice = changed.slice().name().text();
        List<Row> following = rows("s.name = :id", slice, "").stream()
                .filter(row -> !row.own())
                .toList();
        if (!changed.force()) {
            requireRoom(following, changed.limit());
        }
        wantAnew(changed.slice().id(), following.stream().map(Row::nodeId).collect(Collectors.toSet()));
    }

    /**
     * Gives one sliver another limit than its slice's.
     *
     * @param wanted empty for the slice's
     * @throws InvalidInput with everything that is wrong with it
     * @param force whether it is to be set even when more is in use
     * @throws StateConflict when the sliver has more in use than that, unless it is forced
     */
    @Transactional
    void change(Caller caller, String slice, String node, Optional<DiskLimit> wanted, boolean force) {
        InvalidInput.throwIfAny(wanted.map(DiskLimit::objections).orElse(List.of()));
        Row before = of(slice, node);
        DiskLimit after = wanted.or(() -> slices.own(slice)).orElseGet(slices::usual);
        slices.changeOne(
                caller,
                slice,
                node,
                new SliceDisks.DiskChange(before.limit(), after, () -> set(before.sliver(), wanted)));
        if (!force) {
            requireRoom(List.of(before), after);
        }
        slivers.find(slice, node).ifPresent(sliver -> wantAnew(sliver.slice().id(), Set.of(before.nodeId())));
    }

    private void set(long sliver, Optional<DiskLimit> limit) {
        jdbc.sql("update slivers set disk_bytes = ?, disk_inodes = ? where id = ?")
                .params(
                        limit.map(DiskLimit::bytes).orElse(null),
                        limit.map(DiskLimit::inodes).orElse(null),
                        sliver)
                .update();
    }

    private static void requireRoom(List<Row> rows, DiskLimit limit) {
        List<String> fuller =
                rows.stream().flatMap(row -> fuller(row, limit).stream()).toList();
        if (!fuller.isEmpty()) {
            throw new StateConflict("a limit of " + limit.bytes() + " bytes and " + limit.inodes()
                    + " inodes is less than what is in use on " + FirstFew.of(fuller, ", ")
                    + "; with force it is set nevertheless, for disks that are made from then on");
        }
    }

    private static Optional<String> fuller(Row row, DiskLimit limit) {
        return row.use().flatMap(use -> {
            if (use.usedBytes() > limit.bytes()) {
                return Optional.of(row.node() + " (" + use.usedBytes() + " bytes)");
            }
            return use.usedInodes() > limit.inodes()
                    ? Optional.of(row.node() + " (" + use.usedInodes() + " inodes)")
                    : Optional.empty();
        });
    }

    /** What is wanted of the slivers has changed: their nodes are to have it. */
    private void wantAnew(long sliceId, Set<Long> nodes) {
        Map<Long, Sliver> byNode = slivers.ofSliceExcept(sliceId, Goal.ABSENT).stream()
                .filter(sliver -> nodes.contains(sliver.node().id()))
                .collect(Collectors.toMap(sliver -> sliver.node().id(), Function.identity()));
        for (PlanNumbers.Next plan : plans.next(byNode.keySet())) {
            Sliver sliver = byNode.get(plan.nodeId());
            sliver.want(sliver.goal(), plan.generation());
            outbox.append(Topic.PLAN, plan.node());
        }
    }
}
