package org.lamella.slivers;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The moves of slivers as they are kept: a row each until it is over, and what was last said of it with its sliver. */
@Component
class MovesUnderWay {
    private static final int LONGEST_WORDS = 1_000;
    private static final int STUCK_AT_ONCE = 100;

    private static final String MOVES = """
            select m.id, v.id as sliver, s.name as slice, f.id as from_id, f.name as "from", t.id as to_id, t.name as "to"
            from sliver_moves m join slivers v on v.id = m.sliver_id join slices s on s.id = v.slice_id
            join nodes f on f.id = v.node_id join nodes t on t.id = m.to_node_id
            where\s""";

    private final JdbcClient jdbc;
    private final Clock clock;

    /** By the ids and names of what it concerns. */
    record Move(long id, long sliver, String slice, long fromId, String from, long toId, String to) {}

    MovesUnderWay(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    Optional<Move> find(long id) {
        return find("m.id = ?", id);
    }

    Optional<Move> ofSliver(long sliver) {
        return find("m.sliver_id = ?", sliver);
    }

    private Optional<Move> find(String which, long id) {
        return jdbc.sql(MOVES + which).param(id).query(Move.class).optional();
    }

    /** Whether a sliver of the slice is on its way to the node. */
    boolean isAnyTo(long nodeId, long sliceId) {
        return jdbc.sql("""
                        select exists (select 1 from sliver_moves m join slivers v on v.id = m.sliver_id
                                       where m.to_node_id = ? and v.slice_id = ?)""").params(nodeId, sliceId).query(Boolean.class).single();
    }

    /** Those that have not gone on since then, the oldest first, a hundred at once. */
    List<Move> stuckSince(Instant then) {
        return jdbc.sql(MOVES + "m.progress_at < ? order by m.id limit " + STUCK_AT_ONCE)
                .param(Timestamp.from(then))
                .query(Move.class)
                .list();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void add(long sliver, long toNode) {
        jdbc.sql("insert into sliver_moves (sliver_id, to_node_id, progress_at) values (?, ?, ?)")
                .params(sliver, toNode, now())
                .update();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void goesOn(long id) {
        jdbc.sql("update sliver_moves set progress_at = ? where id = ?")
                .params(now(), id)
                .update();
    }

    /** @return false when somebody else has ended it */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean remove(long id) {
        return jdbc.sql("delete from sliver_moves where id = ?").param(id).update() == 1;
    }

    /** What people read of a sliver's move, also when it is over; empty for nothing. */
    @Transactional(propagation = Propagation.MANDATORY)
    void say(long sliver, String words) {
        String kept = words.length() > LONGEST_WORDS ? words.substring(0, LONGEST_WORDS) + "…" : words;
        jdbc.sql("update slivers set move_words = ? where id = ?")
                .params(kept, sliver)
                .update();
    }

    String lastSaid(long sliver) {
        return jdbc.sql("select move_words from slivers where id = ?")
                .param(sliver)
                .query(String.class)
                .single();
    }

    /** What leaves a node: the transfers by the id of the sliver. */
    @Transactional(propagation = Propagation.MANDATORY, readOnly = true)
    Map<Long, Long> leaving(long nodeId) {
        return jdbc.sql(MOVES + "v.node_id = ?").param(nodeId).query(Move.class).list().stream()
                .collect(Collectors.toMap(Move::sliver, Move::id));
    }

    @Transactional(propagation = Propagation.MANDATORY, readOnly = true)
    List<NodePlan.PlannedArrival> arriving(long nodeId) {
        return jdbc.sql("""
                        select m.id as transfer, s.name as slice, coalesce(v.rebuilt_as, v.id) as incarnation, coalesce(v.image, s.image) as image
                        from sliver_moves m join slivers v on v.id = m.sliver_id join slices s on s.id = v.slice_id
                        where m.to_node_id = ? and v.goal <> 'ABSENT' order by m.id""").param(nodeId).query(NodePlan.PlannedArrival.class).list();
    }

    /** By the id of the sliver: those whose disk may not be known to be there. */
    @Transactional(propagation = Propagation.MANDATORY, readOnly = true)
    Map<Long, Long> brought(long nodeId) {
        return jdbc
                .sql("select id as sliver, brought_by as transfer from slivers where node_id = ? and brought_by <> 0"
                        + " and brought_incarnation = coalesce(rebuilt_as, id)")
                .param(nodeId)
                .query((row, number) -> Map.entry(row.getLong("sliver"), row.getLong("transfer")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}
