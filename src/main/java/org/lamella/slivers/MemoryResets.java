package org.lamella.slivers;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.lamella.access.Caller;
import org.lamella.access.Forbidden;
import org.lamella.audit.Actor;
import org.lamella.audit.AuditTrail;
import org.lamella.nodes.NodeView;
import org.lamella.nodes.NodeViews;
import org.lamella.outbox.Outbox;
import org.lamella.outbox.Topic;
import org.lamella.slices.SliceAccess;
import org.lamella.slivers.MemoryReset.MemoryHolder;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.Page;
import org.lamella.web.listing.Field;
import org.lamella.web.listing.ListRequest;
import org.lamella.web.listing.Listing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Slivers that nodes have reset for want of memory. Nodes tell it until they hear that it is stored, so the same is told more
 * than once.
 */
@Component
public class MemoryResets {
    private static final Duration KEPT = Duration.ofDays(90);

    private static final Listing RESETS = Listing.of("memory resets", "memory_resets r", Field.id("id", "r.id"))
            .with(
                    Field.name("node", "r.node").always(),
                    Field.name("slice", "r.slice").always(),
                    Field.time("at", "r.at").always(),
                    Field.number("usedBytes", "r.used_bytes").always())
            .searchedBy("node")
            .orderedBy("-at");

    private final SliceAccess access;
    private final NodeViews nodes;
    private final ResetMails mails;
    private final AuditTrail audit;
    private final Outbox outbox;
    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    MemoryResets(
            SliceAccess access,
            NodeViews nodes,
            ResetMails mails,
            AuditTrail audit,
            Outbox outbox,
            JdbcClient jdbc,
            JsonMapper json,
            Clock clock) {
        this.access = access;
        this.nodes = nodes;
        this.mails = mails;
        this.audit = audit;
        this.outbox = outbox;
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /** @param toldAs by what the node tells it from all others */
    public record Told(UUID toldAs, MemoryReset reset) {}

    /** Stores what is news of it, and tells who is concerned. */
    @Transactional
    public void told(List<Told> resets) {
        resets.forEach(this::told);
    }

    private void told(Told told) {
        MemoryReset reset = told.reset();
        // Only of a slice that it holds may a node have mails sent, and not for every one of a row.
        boolean mail = jdbc.sql("""
                        select exists (select from slivers v
                                         join slices s on s.id = v.slice_id join nodes n on n.id = v.node_id
                                       where s.name = :slice and n.name = :node)
                          and not exists (select from memory_resets
                                          where slice = :slice and node = :node and mailed
                                            and at > cast(:at as timestamptz) - interval '1 hour')""")
                .param("slice", reset.slice())
                .param("node", reset.node())
                .param("at", reset.at().atOffset(ZoneOffset.UTC))
                .query(Boolean.class)
                .single();
        int stored = jdbc.sql("""
                        insert into memory_resets
                          (told_as, node, slice, at, used_bytes, guaranteed_bytes, available_bytes, total_bytes,
                           swap_used_bytes, swap_bytes, last_resort, processes, mailed)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, cast(? as jsonb), ?)
                        on conflict (told_as) do nothing""")
                .params(
                        told.toldAs(),
                        reset.node(),
                        reset.slice(),
                        reset.at().atOffset(ZoneOffset.UTC),
                        reset.usedBytes(),
                        reset.guaranteedBytes(),
                        reset.availableBytes(),
                        reset.totalBytes(),
                        reset.swapUsedBytes(),
                        reset.swapBytes(),
                        reset.lastResort(),
                        json.writeValueAsString(reset.processes()),
                        mail)
                .update();
        if (stored == 0) {
            return;
        }
        audit.record(
                Actor.node(reset.node()), "sliver-reset-for-memory", "slice", reset.slice(), ResetWords.line(reset));
        if (mail) {
            mails.tell(reset);
        }
        outbox.append(Topic.SLICE, reset.slice());
        outbox.append(Topic.NODE, reset.node());
    }

    /**
     * Those of a slice, the newest first unless another order is asked for.
     *
     * @throws NoSuchThing when there is no such slice, or none for this caller
     * @throws InvalidInput with everything that is wrong with the request
     */
    @Transactional(readOnly = true)
    Page<MemoryReset> ofSlice(Caller caller, String slice, ListRequest request) {
        access.requireVisible(caller, slice);
        return RESETS.query(request).where("r.slice = :of", Map.of("of", slice)).page(jdbc, "r.*", this::reset);
    }

    /**
     * Those of a node, likewise.
     *
     * @throws NoSuchThing when there is no such node
     * @throws Forbidden when the caller does not look after it
     * @throws InvalidInput with everything that is wrong with the request
     */
    @Transactional(readOnly = true)
    Page<MemoryReset> ofNode(Caller caller, String name, ListRequest request) {
        NodeView node = nodes.get(name);
        if (!caller.looksAfterNodesOf(node.site())) {
            throw new Forbidden("only a tech or a PI of " + node.site() + " or an admin may see all that was reset on "
                    + name + "; what was reset of a slice, its members see");
        }
        return RESETS.query(request).where("r.node = :of", Map.of("of", name)).page(jdbc, "r.*", this::reset);
    }

    /** The newest of a slice. */
    @Transactional(readOnly = true)
    List<MemoryReset> newestOfSlice(String slice, int most) {
        return newest("slice", slice, most);
    }

    /** The newest of a node. */
    @Transactional(readOnly = true)
    List<MemoryReset> newestOfNode(String node, int most) {
        return newest("node", node, most);
    }

    private List<MemoryReset> newest(String column, String name, int most) {
        return jdbc.sql("select * from memory_resets where " + column + " = ? order by at desc, id desc limit ?")
                .params(name, most)
                .query(this::reset)
                .list();
    }

    @Scheduled(fixedDelayString = "PT6H")
    @Transactional
    void forgetOld() {
        jdbc.sql("delete from memory_resets where at < ?")
                .param(clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC))
                .update();
    }

    private MemoryReset reset(ResultSet row, int number) throws SQLException {
        return new MemoryReset(
                row.getString("node"),
                row.getString("slice"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getLong("used_bytes"),
                row.getLong("guaranteed_bytes"),
                row.getLong("available_bytes"),
                row.getLong("total_bytes"),
                row.getLong("swap_used_bytes"),
                row.getLong("swap_bytes"),
                row.getBoolean("last_resort"),
                List.of(json.readValue(row.getString("processes"), MemoryHolder[].class)));
    }
}
