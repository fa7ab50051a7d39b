package org.lamella.slivers;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.lamella.access.Caller;
import org.lamella.audit.AuditTrail;
import org.lamella.nodes.PlanNumbers;
import org.lamella.outbox.Outbox;
import org.lamella.outbox.Topic;
import org.lamella.slices.Slice;
import org.lamella.slices.SliceAccess;
import org.lamella.slices.Slices;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which slices let each other reach the addresses of their slivers. Each lets the other by itself; it is in force where both do.
 * Who names a slice is not told whether there is one.
 */
@Component
class Peers {
    static final int MOST = 50;

    private static final String NAME = "[a-z0-9][a-z0-9.]*_[a-zA-Z0-9_.]+";
    private static final int LONGEST_NAME = 64;
    /** What either side has said of a slice that came later under the same name is not of that one. */
    private static final String MUTUAL = """
            slice_peers p join slices s on s.id = p.slice_id
            join slices o on o.name = p.peer and o.created_at <= p.since
            join slice_peers q on q.slice_id = o.id and q.peer = s.name and q.since >= s.created_at
            """;

    private final JdbcClient jdbc;
    private final Slices slices;
    private final SliceAccess access;
    private final PlanNumbers plans;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final Clock clock;

    /**
     * A slice that this one lets reach it.
     *
     * @param mutual whether that one lets this one, too: only then it is in force
     */
    record Peer(String slice, boolean mutual, Instant since) {}

    Peers(
            JdbcClient jdbc,
            Slices slices,
            SliceAccess access,
            PlanNumbers plans,
            Outbox outbox,
            AuditTrail audit,
            Clock clock) {
        this.jdbc = jdbc;
        this.slices = slices;
        this.access = access;
        this.plans = plans;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public List<Peer> of(Caller caller, String slice) {
        access.requireVisible(caller, slice);
        return of(slice);
    }

    /** In the order of their names. */
    List<Peer> of(String slice) {
        return jdbc.sql("""
                        select p.peer, p.since,
                               exists (select from slices o
                                       join slice_peers q on q.slice_id = o.id and q.peer = s.name and q.since >= s.created_at
                                       where o.name = p.peer and o.created_at <= p.since) as mutual
                        from slice_peers p join slices s on s.id = p.slice_id where s.name = ? order by p.peer""")
                .param(slice)
                .query((row, number) -> new Peer(
                        row.getString("peer"),
                        row.getBoolean("mutual"),
                        row.getObject("since", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** The peers, in force, that each slice of a node has there, by the slice's name. */
    Map<String, List<String>> onNode(long nodeId) {
        record Pair(String slice, String peer) {}
        return jdbc
                .sql("select s.name as slice, o.name as peer from " + MUTUAL
                        + " join slivers v on v.slice_id = s.id and v.node_id = :node"
                        + " join slivers w on w.slice_id = o.id and w.node_id = :node order by s.name, o.name")
                .param("node", nodeId)
                .query(Pair.class)
                .list()
                .stream()
                .collect(Collectors.groupingBy(Pair::slice, Collectors.mapping(Pair::peer, Collectors.toList())));
    }

    /**
     * Lets another slice reach this one. Letting it again changes nothing.
     *
     * @throws InvalidInput when no slice can have that name, it is this one, or too many are let already
     */
    @Transactional
    public void let(Caller caller, String sliceName, String peer) {
        access.requireChange(caller, sliceName);
        Slice slice = slices.lock(sliceName).orElseThrow(() -> new NoSuchThing("slice", sliceName));
        if (peer.length() > LONGEST_NAME || !peer.matches(NAME) || peer.equals(sliceName)) {
            throw new InvalidInput(List.of(FieldError.invalid("peer", "“" + peer + "” is no other slice's name")));
        }
        List<Peer> before = of(sliceName);
        if (before.stream().anyMatch(known -> known.slice().equals(peer) && known.mutual())) {
            return;
        }
        if (before.size() >= MOST
                && before.stream().noneMatch(known -> known.slice().equals(peer))) {
            throw new InvalidInput(List.of(FieldError.invalid(
                    "peer", sliceName + " lets " + before.size() + " slices reach it, the most that one can let")));
        }
        jdbc.sql("""
                        insert into slice_peers (slice_id, peer, since) values (?, ?, ?)
                        on conflict (slice_id, peer) do update set since = excluded.since""")
                .params(slice.id(), peer, clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        changed(slice, peer, "slice-peer-let");
    }

    /** @throws NoSuchThing when it is not let */
    @Transactional
    public void bar(Caller caller, String sliceName, String peer) {
        access.requireChange(caller, sliceName);
        Slice slice = slices.lock(sliceName).orElseThrow(() -> new NoSuchThing("slice", sliceName));
        int removed = jdbc.sql("delete from slice_peers where slice_id = ? and peer = ?")
                .params(slice.id(), peer)
                .update();
        if (removed == 0) {
            throw new NoSuchThing("peer of " + sliceName, peer);
        }
        changed(slice, peer, "slice-peer-barred");
    }

    /** The nodes that both are on get a new plan. The wishes of the slivers themselves stay: nothing waits for this. */
    private void changed(Slice slice, String peer, String action) {
        List<Long> nodes =
                jdbc.sql("""
                        select v.node_id from slivers v join slivers w on w.node_id = v.node_id
                        join slices o on o.id = w.slice_id and o.name = ? where v.slice_id = ?""").params(peer, slice.id()).query(Long.class).list();
        plans.next(nodes).forEach(plan -> outbox.append(Topic.PLAN, plan.node()));
        outbox.append(Topic.SLICE, slice.name().text());
        audit.record(action, "slice", slice.name().text(), peer);
    }
}
