package org.lamella.slivers;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lamella.access.Caller;
import org.lamella.audit.AuditTrail;
import org.lamella.nodes.Node;
import org.lamella.nodes.Nodes;
import org.lamella.nodes.PlanNumbers;
import org.lamella.outbox.Outbox;
import org.lamella.outbox.Topic;
import org.lamella.reservations.Reservations;
import org.lamella.slices.Goal;
import org.lamella.slices.Placement;
import org.lamella.slices.Slice;
import org.lamella.slices.SliceAccess;
import org.lamella.slices.SliceCreated;
import org.lamella.slices.SliceDeleted;
import org.lamella.slices.SliceQuotas;
import org.lamella.slices.SliceService;
import org.lamella.slices.Slices;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.QuotaExceeded;
import org.lamella.web.StateConflict;
import org.springframework.context.event.EventListener;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Changes what is wanted of slivers. Every change gives the node a plan with a new generation. */
@Component
class SliverService {
    private final Slivers slivers;
    private final Slices slices;
    private final SliceService sliceService;
    private final SliceAccess access;
    private final SliceQuotas quotas;
    private final Nodes nodes;
    private final PlanNumbers plans;
    private final MuteNodes muteNodes;
    private final PlacementPlanner planner;
    private final PlacementPolicy policy;
    private final Reservations reservations;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final Clock clock;

    SliverService(
            Slivers slivers,
            Slices slices,
            SliceService sliceService,
            SliceAccess access,
            SliceQuotas quotas,
            Nodes nodes,
            PlanNumbers plans,
            MuteNodes muteNodes,
            PlacementPlanner planner,
            PlacementPolicy policy,
            Reservations reservations,
            Outbox outbox,
            AuditTrail audit,
            Clock clock) {
        this.slivers = slivers;
        this.slices = slices;
        this.sliceService = sliceService;
        this.access = access;
        this.quotas = quotas;
        this.nodes = nodes;
        this.plans = plans;
        this.muteNodes = muteNodes;
        this.planner = planner;
        this.policy = policy;
        this.reservations = reservations;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void on(SliceCreated created) {
        if (!created.placement().isNowhere()) {
            place(created.slice(), created.placement());
        }
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void on(SliceDeleted deleted) {
        holdNodesOf(deleted.slice());
        detach(deleted.slice(), slivers.ofSliceExcept(deleted.slice().id(), Goal.ABSENT));
        if (slivers.countBySliceId(deleted.slice().id()) == 0) {
            sliceService.gone(deleted.slice());
        }
    }

    /**
     * Also the nodes that have only to let go. One that does so at this moment has read that the slice is wanted, and
     * leaves its end to us; counted before that node commits, its sliver would keep the slice, and its name, for ever.
     */
    private void holdNodesOf(Slice slice) {
        List<Long> holding = slivers.nodesOf(slice.id());
        if (!holding.isEmpty()) {
            nodes.lockAll(holding);
        }
    }

    /**
     * Adds slivers to a slice.
     *
     * @return what has come of it, node by node
     * @throws NoSuchThing when there is no such slice
     * @throws InvalidInput with everything that is wrong with the placement
     * @throws StateConflict when the slice is being deleted or stopped, or too few nodes can take a sliver
     * @throws QuotaExceeded when that is more than the slice or its site may have
     */
    @Transactional
    PlacementPlan attach(Caller caller, String sliceName, Placement placement) {
        Slice slice = sliceService.lockToGrow(caller, sliceName);
        InvalidInput.throwIfAny(objections(placement));
        PlacementPlan plan = place(slice, placement);
        outbox.append(Topic.SLICE, sliceName);
        return plan;
    }

    /**
     * What {@link #attach} would come to now.
     *
     * @throws NoSuchThing when there is no such slice
     * @throws InvalidInput with everything that is wrong with the placement
     */
    @Transactional(readOnly = true)
    PlacementPlan preview(Caller caller, String sliceName, Placement placement) {
        access.requireChange(caller, sliceName);
        InvalidInput.throwIfAny(objections(placement));
        return planner.plan(viewer(sliceService.get(sliceName)), placement);
    }

    private List<FieldError> objections(Placement placement) {
        return placement.isNowhere()
                ? List.of(FieldError.invalid("count", "say how many slivers, or on which nodes"))
                : policy.objections(placement, "");
    }

    /** Wants one sliver gone from its node. */
    @Transactional
    void detach(Caller caller, String sliceName, String nodeName) {
        access.requireChange(caller, sliceName);
        Slice slice = slices.lock(sliceName).orElseThrow(() -> new NoSuchThing("slice", sliceName));
        Sliver sliver = find(sliceName, nodeName);
        if (sliver.goal() != Goal.ABSENT) {
            detach(slice, List.of(sliver));
            outbox.append(Topic.SLICE, sliceName);
        }
    }

    /** @throws NoSuchThing when the slice has no sliver there, or is none for this caller */
    @Transactional(readOnly = true)
    Sliver find(Caller caller, String sliceName, String nodeName) {
        access.requireVisible(caller, sliceName);
        return find(sliceName, nodeName);
    }

    private Sliver find(String sliceName, String nodeName) {
        return slivers.find(sliceName, nodeName)
                .orElseThrow(() -> new NoSuchThing("sliver of " + sliceName + " on the node", nodeName));
    }

    @Transactional(readOnly = true)
    List<Sliver> list(Caller caller, String sliceName, String after, int limit) {
        access.requireVisible(caller, sliceName);
        return slivers.ofSlice(sliceName, after, Limit.of(limit));
    }

    @Transactional(readOnly = true)
    List<Sliver> stragglersFirst(String sliceName, int limit) {
        return slivers.ofSliceStragglersFirst(sliceName, Limit.of(limit));
    }

    private PlacementPlan place(Slice slice, Placement placement) {
        PlacementPlan plan = planner.lockedPlan(viewer(slice), placement);
        planner.require(viewer(slice), plan);
        quotas.requireSlivers(slice, plan.placed().size());
        Map<Long, Node> byId = nodes
                .findByIdIn(plan.placed().stream().map(Candidate::id).toList())
                .stream()
                .collect(Collectors.toMap(Node::id, Function.identity()));
        Instant now = clock.instant();
        for (PlanNumbers.Next next : plans.next(byId.keySet())) {
            Optional<String> image = Optional.of(placement.imageOn(next.node()))
                    .filter(own -> !own.isEmpty() && !own.equals(slice.image()));
            slivers.save(new Sliver(slice, byId.get(next.nodeId()), image, next.generation(), now));
            outbox.append(Topic.PLAN, next.node());
            audit.record("sliver-attached", "slice", slice.name().text(), "on " + next.node());
        }
        return plan;
    }

    private static Candidates.Viewer viewer(Slice slice) {
        return new Candidates.Viewer(slice.name().text(), slice.id());
    }

    private void detach(Slice slice, Collection<Sliver> leaving) {
        Map<Long, Sliver> byNode = leaving.stream()
                .collect(Collectors.toMap(sliver -> sliver.node().id(), Function.identity()));
        List<PlanNumbers.Next> next = plans.next(byNode.keySet());
        Set<Long> mute = muteNodes.among(byNode.keySet());
        reservations.letGo(slice.id(), slice.name().text(), byNode.keySet());
        for (PlanNumbers.Next plan : next) {
            Sliver sliver = byNode.get(plan.nodeId());
            if (mute.contains(plan.nodeId())) {
                slivers.delete(sliver);
            } else {
                sliver.want(Goal.ABSENT, plan.generation());
            }
            outbox.append(Topic.PLAN, plan.node());
            audit.record("sliver-detached", "slice", slice.name().text(), "from " + plan.node());
        }
    }
}
