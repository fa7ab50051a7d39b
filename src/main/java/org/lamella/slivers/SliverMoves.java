package org.lamella.slivers;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.lamella.access.Caller;
import org.lamella.audit.Actor;
import org.lamella.audit.AuditTrail;
import org.lamella.nodes.Node;
import org.lamella.nodes.NodeState;
import org.lamella.nodes.PlanNumbers;
import org.lamella.outbox.Outbox;
import org.lamella.outbox.Topic;
import org.lamella.reservations.Reservations;
import org.lamella.slices.Goal;
import org.lamella.slices.Placement;
import org.lamella.slices.Slice;
import org.lamella.slices.SliceService;
import org.lamella.slivers.MovesUnderWay.Move;
import org.lamella.web.NoSuchThing;
import org.lamella.web.StateConflict;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Slivers that go to another node with their disk: stopped, copied, started there.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A sliver is on one node, the one in its row. Until {@link #kept} it is the old one, which has the disk and holds the sliver
 *       stopped; from then on the new one. One transaction changes it, so there is never none and never two.
 *   <li>The old node removes its disk because a plan says so that was made after that transaction.
 *   <li>The new node starts the sliver on the disk that was brought, or not at all.
 *   <li>What ends a move, and what completes it, both take its row away: whoever comes second finds none and changes nothing.
 * </ul>
 */
@Component
public class SliverMoves {
    /** So long without a byte, and a move is given up: both nodes try all the time. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final MovesUnderWay moves;
    private final SliceService slices;
    private final Slivers slivers;
    private final PlacementPlanner planner;
    private final PlanNumbers plans;
    private final Reservations reservations;
    private final PublishedPorts ports;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final JdbcClient jdbc;
    private final Clock clock;

    SliverMoves(
            MovesUnderWay moves,
            SliceService slices,
            Slivers slivers,
            PlacementPlanner planner,
            PlanNumbers plans,
            Reservations reservations,
            PublishedPorts ports,
            Outbox outbox,
            AuditTrail audit,
            JdbcClient jdbc,
            Clock clock) {
        this.moves = moves;
        this.slices = slices;
        this.slivers = slivers;
        this.planner = planner;
        this.plans = plans;
        this.reservations = reservations;
        this.ports = ports;
        this.outbox = outbox;
        this.audit = audit;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Which side of a transfer a node is. */
    public enum Side {
        SENDS,
        TAKES
    }

    /**
     * Begins to move a sliver. Its node stops it, sends its disk, and lets go of it when the other has it.
     *
     * @throws NoSuchThing when the slice has no sliver there, or is none for this caller
     * @throws StateConflict when the sliver cannot go from there or to there: why
     */
    @Transactional
    void begin(Caller caller, String sliceName, String nodeName, String to) {
        Slice slice = slices.lockToChange(caller, sliceName);
        lockNodes(nodeName, to);
        Sliver sliver = slivers.find(sliceName, nodeName)
                .orElseThrow(() -> new NoSuchThing("sliver of " + sliceName + " on the node", nodeName));
        requireMovable(sliver, sliceName);
        Candidates.Viewer viewer = new Candidates.Viewer(sliceName, slice.id());
        Placement there = new Placement(OptionalInt.empty(), List.of(to));
        PlacementPlan plan = planner.lockedPlan(viewer, there);
        planner.require(viewer, plan);
        plan.placed().getFirst().whyNotReady().ifPresent(obstacle -> {
            throw new StateConflict(obstacle.words());
        });
        long target = plan.placed().getFirst().id();
        requireNobodyElseComes(slice, target, to);
        moves.add(sliver.id(), target);
        moves.say(sliver.id(), "moving to " + to + ": stopping");
        anew(sliver.id(), List.of(sliver.node().id(), target), sliver.node().id());
        audit.record("sliver-move-begun", "slice", sliceName, "from " + nodeName + " to " + to);
        outbox.append(Topic.SLICE, sliceName);
    }

    /** Both at once and in the order of their ids, before either is read: see {@link PlanNumbers}. */
    private void lockNodes(String... names) {
        jdbc.sql("select id from nodes where name = any(?) order by id for update")
                .params((Object) names)
                .query(Long.class)
                .list();
    }

    private void requireMovable(Sliver sliver, String slice) {
        Node from = sliver.node();
        String what = "the sliver of " + slice + " on " + from.name();
        if (sliver.goal() == Goal.ABSENT) {
            throw new StateConflict(what + " is being removed");
        }
        moves.ofSliver(sliver.id()).ifPresent(move -> {
            throw new StateConflict(what + " is moving to " + move.to() + " already");
        });
        if (from.state() != NodeState.READY) {
            throw new StateConflict(
                    what + " cannot be moved: its node is " + from.state() + ", and nobody else has its disk");
        }
        if (from.host().simulated()) {
            throw new StateConflict(what + " cannot be moved: its node is simulated, and has no disk of it");
        }
        if (sliver.imageDigest().isEmpty()) {
            throw new StateConflict(what + " has no disk yet: remove it and put the slice on another node instead");
        }
    }

    private void requireNobodyElseComes(Slice slice, long target, String to) {
        if (moves.isAnyTo(target, slice.id())) {
            throw new StateConflict("another sliver of " + slice.name() + " is moving to " + to + " already");
        }
    }

    /** Ends a move; the sliver stays where it is. Harmless where none is under way. */
    @Transactional
    void callOff(Caller caller, String sliceName, String nodeName) {
        slices.lockToChange(caller, sliceName);
        Sliver sliver = slivers.find(sliceName, nodeName)
                .orElseThrow(() -> new NoSuchThing("sliver of " + sliceName + " on the node", nodeName));
        Optional<Move> move = moves.ofSliver(sliver.id());
        if (move.isPresent()) {
            end(move.get(), "", "called off");
        } else {
            moves.say(sliver.id(), "");
            outbox.append(Topic.SLICE, sliceName);
        }
    }

    /** @return empty when there is no such transfer, or it is none of this node's */
    @Transactional(readOnly = true)
    public Optional<Side> sideOf(long transfer, long nodeId) {
        return moves.find(transfer).flatMap(move -> {
            if (move.fromId() == nodeId) {
                return Optional.of(Side.SENDS);
            }
            return move.toId() == nodeId ? Optional.of(Side.TAKES) : Optional.empty();
        });
    }

    /** Says how far a transfer has come. */
    @Transactional
    public void progress(long transfer, long copied, long total) {
        long percent = total == 0 ? 100 : Math.min(100, copied * 100 / total);
        say(transfer, "copying, " + percent + " %, " + copied + " of " + total + " bytes", true);
    }

    /**
     * Says what a transfer waits for.
     *
     * @param forLong whether it is known to go on, so that the move is not given up
     */
    @Transactional
    public void waits(long transfer, String why, boolean forLong) {
        say(transfer, why, forLong);
    }

    private void say(long transfer, String what, boolean goesOn) {
        moves.find(transfer).ifPresent(move -> {
            if (goesOn) {
                moves.goesOn(transfer);
            }
            moves.say(move.sliver(), "moving to " + move.to() + ": " + what);
            outbox.append(Topic.SLICE, move.slice());
        });
    }

    /**
     * The new node has the disk, verified, on its own disk: the sliver is its from now on.
     *
     * @return false when the move is over, or the sliver cannot be there any more
     */
    @Transactional
    public boolean kept(long transfer, long nodeId) {
        Optional<Move> known = moves.find(transfer).filter(move -> move.toId() == nodeId);
        if (known.isEmpty()) {
            return false;
        }
        Move move = known.get();
        Map<Long, Long> generations = plans.next(List.of(move.fromId(), move.toId())).stream()
                .collect(Collectors.toMap(PlanNumbers.Next::nodeId, PlanNumbers.Next::generation));
        if (!moves.remove(transfer)) {
            return false;
        }
        Optional<String> obstacle = obstacle(move);
        if (obstacle.isPresent()) {
            over(move, "not moved to " + move.to() + ": " + obstacle.get(), obstacle.get());
            tellBoth(move);
            return false;
        }
        jdbc.sql("""
                        update slivers set node_id = ?, brought_by = ?, brought_incarnation = coalesce(rebuilt_as, id),
                          on_node = false, state = 'PENDING', reason = '',
                          state_since = ?, generation_wanted = ?, generation_applied = 0, applied_at = null, move_words = ''
                        where id = ?""")
                .params(
                        move.toId(),
                        transfer,
                        Timestamp.from(clock.instant()),
                        generations.get(move.toId()),
                        move.sliver())
                .update();
        audit.record(
                Actor.node(move.to()),
                "sliver-moved",
                "slice",
                move.slice(),
                "from " + move.from() + " to " + move.to());
        settleIn(move);
        tellBoth(move);
        return true;
    }

    /** What the old node had promised it promises no more; the new one was not asked for it. */
    private void settleIn(Move move) {
        reservations.letGo(slices.get(move.slice()).id(), move.slice(), List.of(move.fromId()));
        List<String> withdrawn = ports.follow(move.sliver(), move.toId());
        if (!withdrawn.isEmpty()) {
            audit.record(
                    Actor.node(move.to()),
                    "port-withdrawn",
                    "slice",
                    move.slice(),
                    "taken on " + move.to() + ": " + String.join(", ", withdrawn));
        }
    }

    /** Asked under the locks of both nodes. */
    private Optional<String> obstacle(Move move) {
        return jdbc.sql("""
                        select case when v.goal = 'ABSENT' then 'it was removed'
                                    when t.state = 'REVOKED' then t.name || ' was revoked'
                                    when exists (select 1 from slivers o where o.slice_id = v.slice_id and o.node_id = t.id)
                                      then 'the slice has another sliver there' end
                        from slivers v, nodes t where v.id = ? and t.id = ?""")
                .params(move.sliver(), move.toId())
                .query((row, number) -> Optional.ofNullable(row.getString(1)))
                .single();
    }

    /** It cannot be done, whatever is tried. The sliver stays where it is, and is started again. */
    @Transactional
    public void fail(long transfer, String why) {
        moves.find(transfer).ifPresent(move -> end(move, "not moved to " + move.to() + ": " + why, why));
    }

    /** Of every replica, the first that looks. */
    @Scheduled(fixedDelayString = "PT10S")
    @Transactional
    public void giveUp() {
        moves.stuckSince(clock.instant().minus(PATIENCE)).forEach(move -> {
            String last = moves.lastSaid(move.sliver());
            end(
                    move,
                    "not moved to " + move.to() + ": nothing came for " + PATIENCE.toMinutes() + " minutes; last: "
                            + last,
                    "no progress");
        });
    }

    private void end(Move move, String words, String why) {
        List<PlanNumbers.Next> next = plans.next(List.of(move.fromId(), move.toId()));
        if (moves.remove(move.id())) {
            next.stream().filter(plan -> plan.nodeId() == move.fromId()).forEach(plan -> wanted(move.sliver(), plan));
            over(move, words, why);
            tellBoth(move);
        }
    }

    private void over(Move move, String words, String why) {
        moves.say(move.sliver(), words);
        audit.record(
                "sliver-move-ended", "slice", move.slice(), "from " + move.from() + " to " + move.to() + ": " + why);
    }

    private void tellBoth(Move move) {
        outbox.append(Topic.PLAN, move.from());
        outbox.append(Topic.PLAN, move.to());
        outbox.append(Topic.SLICE, move.slice());
        outbox.append(Topic.NODE, move.from());
        outbox.append(Topic.NODE, move.to());
    }

    /** Both nodes get another plan; the sliver's own wishes change in that of the node that it is on. */
    private void anew(long sliver, List<Long> nodes, long itsOwn) {
        for (PlanNumbers.Next plan : plans.next(nodes)) {
            if (plan.nodeId() == itsOwn) {
                wanted(sliver, plan);
            }
            outbox.append(Topic.PLAN, plan.node());
        }
    }

    private void wanted(long sliver, PlanNumbers.Next plan) {
        jdbc.sql("update slivers set generation_wanted = ? where id = ?")
                .params(plan.generation(), sliver)
                .update();
    }
}
