package org.lamella.slivers;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lamella.images.ImageReplaced;
import org.lamella.nodes.PlanNumbers;
import org.lamella.outbox.Outbox;
import org.lamella.outbox.Topic;
import org.lamella.reservations.ReservationChanged;
import org.lamella.shares.SharesChanged;
import org.lamella.slices.Goal;
import org.lamella.slices.Slice;
import org.lamella.slices.SliceCapabilitiesChanged;
import org.lamella.slices.SliceGoalChanged;
import org.lamella.slices.SliceImageChanged;
import org.lamella.slices.SliceInitscriptChanged;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lets slivers follow their slice: stop with it, start again with it unless their owner has stopped them, keep their image, get its
 * new initscript and bounds, and what is reserved for it or said of its shares.
 */
@Component
class SliceFollowers {
    private final Slivers slivers;
    private final PlanNumbers plans;
    private final Outbox outbox;
    private final JdbcClient jdbc;

    SliceFollowers(Slivers slivers, PlanNumbers plans, Outbox outbox, JdbcClient jdbc) {
        this.slivers = slivers;
        this.plans = plans;
        this.outbox = outbox;
        this.jdbc = jdbc;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void on(SliceGoalChanged changed) {
        Goal goal = changed.slice().goal();
        Map<Long, Sliver> byNode = remaining(changed.slice()).stream()
                .collect(Collectors.toMap(sliver -> sliver.node().id(), Function.identity()));
        for (PlanNumbers.Next plan : plans.next(byNode.keySet())) {
            byNode.get(plan.nodeId()).follow(goal, plan.generation());
            outbox.append(Topic.PLAN, plan.node());
        }
    }

    /** Nothing else is wanted of the slivers, so their own generation stays: the nodes are only to have the new text. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void on(SliceInitscriptChanged changed) {
        tellNodes(changed.slice());
    }

    /** What is refused, or left for its next start, a sliver says itself when it has come to the rest. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void on(SliceCapabilitiesChanged changed) {
        Map<Long, Sliver> byNode = remaining(changed.slice()).stream()
                .collect(Collectors.toMap(sliver -> sliver.node().id(), Function.identity()));
        for (PlanNumbers.Next plan : plans.next(byNode.keySet())) {
            Sliver sliver = byNode.get(plan.nodeId());
            sliver.want(sliver.goal(), plan.generation());
            outbox.append(Topic.PLAN, plan.node());
        }
    }

    private void tellNodes(Slice slice) {
        List<Long> nodes =
                remaining(slice).stream().map(sliver -> sliver.node().id()).toList();
        plans.next(nodes).forEach(plan -> outbox.append(Topic.PLAN, plan.node()));
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void on(SliceImageChanged changed) {
        jdbc.sql("update slivers set image = ? where slice_id = ? and image is null")
                .params(changed.before(), changed.slice().id())
                .update();
    }

    /** What is wanted of the sliver is in force when its node has applied the plan that has it. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void on(ReservationChanged changed) {
        jdbc.sql("""
                        update slivers set generation_wanted = ?
                        where slice_id = ? and node_id = ? and goal <> 'ABSENT'""")
                .params(changed.generation(), changed.sliceId(), changed.nodeId())
                .update();
    }

    /** As with what is reserved, for many at once. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void on(SharesChanged changed) {
        List<PlanNumbers.Next> next = plans.next(changed.nodes());
        jdbc.sql("""
                        update slivers v set generation_wanted = p.generation
                        from unnest(?::bigint[], ?::bigint[]) as p(node_id, generation),
                             unnest(?::bigint[], ?::bigint[]) as c(slice_id, node_id)
                        where c.node_id = p.node_id and v.node_id = c.node_id and v.slice_id = c.slice_id
                          and v.goal <> 'ABSENT'""")
                .params(
                        next.stream().map(PlanNumbers.Next::nodeId).toArray(Long[]::new),
                        next.stream().map(PlanNumbers.Next::generation).toArray(Long[]::new),
                        SharesChanged.slicesOf(changed.slivers()),
                        SharesChanged.nodesOf(changed.slivers()))
                .update();
        next.forEach(plan -> outbox.append(Topic.PLAN, plan.node()));
    }

    /** Disks stay on what they lie on; slivers that have none yet are to get the new one. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void on(ImageReplaced replaced) {
        List<Long> nodes =
                jdbc.sql("""
                        select distinct v.node_id from slivers v join slices s on s.id = v.slice_id
                        where v.image = :name or (v.image is null and s.image = :name)""").param("name", replaced.name()).query(Long.class).list();
        plans.next(nodes).forEach(plan -> outbox.append(Topic.PLAN, plan.node()));
    }

    private List<Sliver> remaining(Slice slice) {
        return slivers.ofSliceExcept(slice.id(), Goal.ABSENT);
    }
}
