package org.lamella.slivers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lamella.access.Caller;
import org.lamella.audit.AuditTrail;
import org.lamella.nodes.PlanNumbers;
import org.lamella.outbox.Outbox;
import org.lamella.outbox.Topic;
import org.lamella.slices.Goal;
import org.lamella.slices.Slice;
import org.lamella.slices.SliceAccess;
import org.lamella.slices.Slices;
import org.lamella.web.NoSuchThing;
import org.lamella.web.StateConflict;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What owners do with slivers: start and stop them, let them stand still, begin them anew. Each is a wish in the node's plan,
 * none an order to it; wanting what is wanted already changes nothing.
 */
@Component
class SliverLife {
    private final Slivers slivers;
    private final Slices slices;
    private final SliceAccess access;
    private final PlanNumbers plans;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final JdbcClient jdbc;

    SliverLife(
            Slivers slivers,
            Slices slices,
            SliceAccess access,
            PlanNumbers plans,
            Outbox outbox,
            AuditTrail audit,
            JdbcClient jdbc) {
        this.slivers = slivers;
        this.slices = slices;
        this.access = access;
        this.plans = plans;
        this.outbox = outbox;
        this.audit = audit;
        this.jdbc = jdbc;
    }

    /**
     * Wants it of one sliver.
     *
     * @throws NoSuchThing when the slice has no sliver there, or is none for this caller
     * @throws StateConflict when it makes no sense for the sliver as it is wanted now: why
     */
    @Transactional
    SliverView act(Caller caller, String sliceName, String nodeName, SliverAction action) {
        Slice slice = lock(caller, sliceName);
        Sliver sliver = slivers.find(sliceName, nodeName)
                .orElseThrow(() -> new NoSuchThing("sliver of " + sliceName + " on the node", nodeName));
        objection(slice, sliver, action).ifPresent(why -> {
            throw new StateConflict(why);
        });
        carryOut(slice, List.of(sliver), action);
        return SliverView.of(sliver);
    }

    /**
     * Wants it of several slivers of a slice; one that refuses does not keep the others from it.
     *
     * @param nodes whose slivers are meant; empty: all
     * @return one for each sliver that was meant, by node
     * @throws NoSuchThing when there is no such slice for this caller
     */
    @Transactional
    List<SliverResult> act(Caller caller, String sliceName, Optional<Collection<String>> nodes, SliverAction action) {
        Slice slice = lock(caller, sliceName);
        Set<String> unknown = new HashSet<>(nodes.orElse(List.of()));
        List<SliverResult> results = new ArrayList<>();
        List<Sliver> willing = new ArrayList<>();
        for (Sliver sliver : slivers.ofSliceExcept(slice.id(), Goal.ABSENT)) {
            String node = sliver.node().name().text();
            unknown.remove(node);
            if (nodes.isPresent() && !nodes.get().contains(node)) {
                continue;
            }
            Optional<String> objection = objection(slice, sliver, action);
            if (objection.isEmpty()) {
                willing.add(sliver);
            }
            results.add(new SliverResult(node, objection.isEmpty(), objection.orElse("is to be " + action.done())));
        }
        carryOut(slice, willing, action);
        unknown.forEach(node -> results.add(new SliverResult(node, false, sliceName + " has no sliver there")));
        results.sort(Comparator.comparing(SliverResult::node));
        return results;
    }

    private Slice lock(Caller caller, String name) {
        access.requireChange(caller, name);
        return slices.lock(name).orElseThrow(() -> new NoSuchThing("slice", name));
    }

    /** Why this cannot be wanted of the sliver now; empty where it can. */
    private static Optional<String> objection(Slice slice, Sliver sliver, SliverAction action) {
        String where = "the sliver of " + slice.name() + " on " + sliver.node().name();
        if (sliver.goal() == Goal.ABSENT) {
            return Optional.of(where + " is being removed");
        }
        return switch (action) {
            case START, STOP, THAW, REBUILD -> Optional.empty();
            case RESTART, RESET, FREEZE -> {
                if (slice.goal() != Goal.RUNNING) {
                    yield Optional.of("the slice " + slice.name() + " is stopped (" + slice.stoppedReason()
                            + "): nothing runs on " + sliver.node().name());
                }
                yield sliver.isHalted() ? Optional.of(where + " was stopped by its owner; start it") : Optional.empty();
            }
        };
    }

    private void carryOut(Slice slice, List<Sliver> willing, SliverAction action) {
        Map<Long, Sliver> byNode = willing.stream()
                .filter(sliver -> changes(sliver, action))
                .collect(
                        Collectors.toMap(sliver -> sliver.node().id(), Function.identity(), (a, b) -> a, HashMap::new));
        for (PlanNumbers.Next plan : plans.next(byNode.keySet())) {
            Sliver sliver = byNode.get(plan.nodeId());
            switch (action) {
                case START -> sliver.halt(false, slice.goal(), plan.generation());
                case STOP -> sliver.halt(true, slice.goal(), plan.generation());
                case RESTART -> sliver.restart(plan.generation());
                case RESET -> sliver.reset(plan.generation());
                case FREEZE -> sliver.freeze(true, plan.generation());
                case THAW -> sliver.freeze(false, plan.generation());
                case REBUILD -> sliver.rebuild(nextIncarnation(), plan.generation());
            }
            outbox.append(Topic.PLAN, plan.node());
            outbox.append(Topic.NODE, plan.node());
            audit.record(action.audited(), "slice", slice.name().text(), "on " + plan.node());
        }
        if (!byNode.isEmpty()) {
            outbox.append(Topic.SLICE, slice.name().text());
        }
    }

    /** Whether it is not wanted already. */
    private static boolean changes(Sliver sliver, SliverAction action) {
        return switch (action) {
            case START -> sliver.isHalted();
            case STOP -> !sliver.isHalted();
            case FREEZE -> !sliver.isFrozenWanted();
            case THAW -> sliver.isFrozenWanted();
            case RESTART, RESET, REBUILD -> true;
        };
    }

    private long nextIncarnation() {
        return jdbc.sql("select nextval(pg_get_serial_sequence('slivers', 'id'))")
                .query(Long.class)
                .single();
    }
}
