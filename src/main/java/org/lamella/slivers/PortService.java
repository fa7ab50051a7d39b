package org.lamella.slivers;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.QuotaExceeded;
import org.lamella.web.StateConflict;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Publishes ports of slivers on their nodes. Whoever publishes holds the node's plan, so of two who want the same port one
 * sees the other's.
 */
@Component
@EnableConfigurationProperties(PortSettings.class)
class PortService {
    private final PublishedPorts ports;
    private final PortSettings settings;
    private final Slivers slivers;
    private final Slices slices;
    private final SliceAccess access;
    private final PlanNumbers plans;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final Clock clock;

    PortService(
            PublishedPorts ports,
            PortSettings settings,
            Slivers slivers,
            Slices slices,
            SliceAccess access,
            PlanNumbers plans,
            Outbox outbox,
            AuditTrail audit,
            Clock clock) {
        this.ports = ports;
        this.settings = settings;
        this.slivers = slivers;
        this.slices = slices;
        this.access = access;
        this.plans = plans;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public List<PublishedPort> of(Caller caller, String slice) {
        access.requireVisible(caller, slice);
        return ports.ofSlice(slice);
    }

    /**
     * Publishes on one node, or on all that the slice is on: on all or on none.
     *
     * @throws NoSuchThing when there is no such slice, or it has no sliver there
     * @throws InvalidInput with everything that is wrong with the request
     * @throws QuotaExceeded when a sliver would have more ports than one may have
     * @throws StateConflict when ports are published already: whose they are, and which are free
     */
    @Transactional
    public List<PublishedPort> publish(Caller caller, String sliceName, PortRequest request) {
        access.requireChange(caller, sliceName);
        request.check(settings);
        Slice slice = slices.lock(sliceName).orElseThrow(() -> new NoSuchThing("slice", sliceName));
        Map<Long, Sliver> byNode = slivers.ofSliceExcept(slice.id(), Goal.ABSENT).stream()
                .filter(sliver ->
                        request.node().map(sliver.node().name().text()::equals).orElse(true))
                .collect(Collectors.toMap(sliver -> sliver.node().id(), Function.identity()));
        if (byNode.isEmpty()) {
            throw new NoSuchThing(
                    "sliver of " + sliceName + " on", request.node().orElse("any node"));
        }
        List<PlanNumbers.Next> next = plans.next(byNode.keySet());
        requireRoom(byNode.values().stream().toList(), request);
        List<StateConflict.Conflict> conflicts = new ArrayList<>();
        List<PublishedPort> published = new ArrayList<>();
        for (PlanNumbers.Next plan : next) {
            Sliver sliver = byNode.get(plan.nodeId());
            Optional<Integer> first = first(caller, sliver, request, conflicts);
            first.ifPresent(port -> {
                ports.add(sliver, request, port, caller.email(), clock.instant());
                sliver.want(sliver.goal(), plan.generation());
                PublishedPort done =
                        ports.find(sliver.id(), request.protocol(), port).orElseThrow();
                published.add(done);
                outbox.append(Topic.PLAN, plan.node());
                audit.record("port-published", "slice", sliceName, done.words());
            });
        }
        refuse(conflicts, byNode, request);
        outbox.append(Topic.SLICE, sliceName);
        return published;
    }

    private void requireRoom(List<Sliver> wanted, PortRequest request) {
        List<QuotaExceeded.Shortfall> shortfalls = new ArrayList<>();
        for (Sliver sliver : wanted) {
            int used = ports.count(sliver.id());
            if (used + request.count() > settings.perSliver()) {
                shortfalls.add(new QuotaExceeded.Shortfall(
                        "ports",
                        "sliver of " + sliver.slice().name().text() + " on "
                                + sliver.node().name().text(),
                        used,
                        request.count(),
                        settings.perSliver(),
                        List.of()));
            }
        }
        QuotaExceeded.throwIfAny(shortfalls);
    }

    /** Empty when there is a conflict, which is then among those. */
    private Optional<Integer> first(
            Caller caller, Sliver sliver, PortRequest request, List<StateConflict.Conflict> conflicts) {
        String node = sliver.node().name().text();
        if (request.nodePort().isPresent()) {
            List<PublishedPort> over = ports.over(
                    sliver.node().id(), request.protocol(), request.nodePort().get(), request.count());
            over.forEach(taken -> conflicts.add(conflict(caller, taken)));
            return over.isEmpty() ? request.nodePort() : Optional.empty();
        }
        Optional<Integer> free = ports.free(sliver.node().id(), request.protocol(), request.count(), settings);
        if (free.isEmpty()) {
            conflicts.add(new StateConflict.Conflict(
                    "node",
                    node,
                    node + " has no " + request.count() + " " + request.protocol() + " ports in a row left of "
                            + settings.first() + " to " + settings.last()));
        }
        return free;
    }

    /** Who may not know of a slice learns that the port is taken, and no name. */
    private StateConflict.Conflict conflict(Caller caller, PublishedPort taken) {
        boolean visible = access.sees(caller, taken.slice());
        String who = visible ? taken.slice() : "a slice that you do not see";
        return new StateConflict.Conflict(
                "port",
                taken.node() + ":" + taken.nodePort() + "/" + taken.protocol(),
                "port " + PublishedPort.range(taken.nodePort(), taken.count()) + "/" + taken.protocol() + " of "
                        + taken.node() + " is published for " + who);
    }

    private void refuse(List<StateConflict.Conflict> conflicts, Map<Long, Sliver> byNode, PortRequest request) {
        if (conflicts.isEmpty()) {
            return;
        }
        List<StateConflict.Alternative> alternatives = request.nodePort().isEmpty()
                ? List.of()
                : byNode.values().stream()
                        .limit(1)
                        .flatMap(sliver ->
                                ports.free(sliver.node().id(), request.protocol(), request.count(), settings).stream()
                                        .map(free ->
                                                alternative(sliver.node().name().text(), request, free)))
                        .toList();
        String message = conflicts.stream().map(StateConflict.Conflict::message).collect(Collectors.joining("; "));
        throw new StateConflict(message, conflicts, alternatives);
    }

    private static StateConflict.Alternative alternative(String node, PortRequest request, int free) {
        return new StateConflict.Alternative(
                PublishedPort.range(free, request.count()) + " is free on " + node,
                Map.of(
                        "node", node,
                        "protocol", request.protocol(),
                        "port", request.port(),
                        "count", request.count(),
                        "nodePort", free));
    }

    /**
     * Withdraws what was published with this as the first port of the node; what runs over it is cut.
     *
     * @throws NoSuchThing when the slice has no such port there
     */
    @Transactional
    public void withdraw(Caller caller, String sliceName, PortName name) {
        access.requireChange(caller, sliceName);
        Slice slice = slices.lock(sliceName).orElseThrow(() -> new NoSuchThing("slice", sliceName));
        Sliver sliver = slivers.find(sliceName, name.node()).orElseThrow(() -> none(sliceName, name));
        PublishedPort port =
                ports.find(sliver.id(), name.protocol(), name.first()).orElseThrow(() -> none(sliceName, name));
        PlanNumbers.Next plan = plans.next(List.of(sliver.node().id())).getFirst();
        ports.remove(sliver.id(), name.protocol(), name.first());
        sliver.want(sliver.goal(), plan.generation());
        outbox.append(Topic.PLAN, name.node());
        outbox.append(Topic.SLICE, sliceName);
        audit.record("port-withdrawn", "slice", slice.name().text(), port.words());
    }

    private static NoSuchThing none(String slice, PortName name) {
        return new NoSuchThing("published port of " + slice, name.toString());
    }
}
