package org.lamella.reservations;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lamella.access.Caller;
import org.lamella.audit.AuditTrail;
import org.lamella.audit.Difference;
import org.lamella.nodes.Node;
import org.lamella.nodes.NodeRevoked;
import org.lamella.nodes.Nodes;
import org.lamella.nodes.PlanNumbers;
import org.lamella.outbox.Outbox;
import org.lamella.outbox.Topic;
import org.lamella.slices.Slice;
import org.lamella.slices.SliceAccess;
import org.lamella.slices.SliceQuotas;
import org.lamella.slices.SliceService;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.QuotaExceeded;
import org.lamella.web.StateConflict;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Admits to the ledger. All that decides is read under the node's lock, so that two who ask at once cannot both have what is
 * left: {@link PlanNumbers#next} takes it, after the locks of the site's quota and of the slice.
 */
@Component
public class Reservations {
    private final Ledger ledger;
    private final Capacities capacities;
    private final SliceService slices;
    private final SliceAccess access;
    private final SliceQuotas quotas;
    private final Nodes nodes;
    private final PlanNumbers plans;
    private final List<ReservationPolicy> policies;
    private final ApplicationEventPublisher events;
    private final Outbox outbox;
    private final AuditTrail audit;

    Reservations(
            Ledger ledger,
            Capacities capacities,
            SliceService slices,
            SliceAccess access,
            SliceQuotas quotas,
            Nodes nodes,
            PlanNumbers plans,
            List<ReservationPolicy> policies,
            ApplicationEventPublisher events,
            Outbox outbox,
            AuditTrail audit) {
        this.ledger = ledger;
        this.capacities = capacities;
        this.slices = slices;
        this.access = access;
        this.quotas = quotas;
        this.nodes = nodes;
        this.plans = plans;
        this.policies = List.copyOf(policies);
        this.events = events;
        this.outbox = outbox;
        this.audit = audit;
    }

    /**
     * Guarantees parts of a node to a slice, in place of what it had reserved there.
     *
     * @throws InvalidInput with everything that is wrong with the request
     * @throws NoSuchThing when there is no such slice or node
     * @throws StateConflict when the node has not so much left: with all numbers, who holds the rest, and what is free
     * @throws QuotaExceeded when the slice or its site may not have so much
     */
    @Transactional
    public Reservation reserve(Caller caller, String sliceName, String nodeName, ReservationRequest asked) {
        InvalidInput.throwIfAny(asked.objections());
        Slice slice = slices.lockToGrow(caller, sliceName);
        Node node = nodes.findByName(nodeName).orElseThrow(() -> new NoSuchThing("node", nodeName));
        PlanNumbers.Next plan = next(node);
        ReservationRequest request = asked.on(node.host().cpus());
        require(slice, plan.nodeId(), request);
        Optional<Reservation> before = ledger.find(sliceName, nodeName);
        capacities.require(sliceName, node, request);
        quotas.requireReserved(
                slice,
                up(more(Reservable.CPU, request, before)),
                more(Reservable.NETWORK, request, before).longValue());
        ledger.put(slice.id(), plan.nodeId(), request, caller.email());
        Reservation after = ledger.find(sliceName, nodeName).orElseThrow();
        changed(slice.id(), sliceName, plan);
        audit.record(
                "reservation-made",
                "slice",
                sliceName,
                after.words() + " of " + nodeName + (request.capped() ? ", and no more CPU time" : ""),
                Difference.between(before.map(Reservations::document).orElse(Map.of()), document(after)));
        return after;
    }

    private static BigDecimal more(Reservable of, ReservationRequest request, Optional<Reservation> before) {
        return of.wantedBy(request)
                .orElse(BigDecimal.ZERO)
                .subtract(before.map(of::heldBy).orElse(BigDecimal.ZERO));
    }

    /**
     * Gives back what is reserved for a slice on a node; harmless where nothing is.
     *
     * @throws NoSuchThing when there is no such slice or node
     */
    @Transactional
    public void release(Caller caller, String sliceName, String nodeName) {
        access.requireChange(caller, sliceName);
        Slice slice = slices.get(sliceName);
        PlanNumbers.Next plan = next(nodes.findByName(nodeName).orElseThrow(() -> new NoSuchThing("node", nodeName)));
        if (letGo(slice.id(), sliceName, List.of(plan.nodeId()))) {
            changed(slice.id(), sliceName, plan);
        }
    }

    /**
     * Gives back what a slice has reserved on nodes that it leaves, whose plans change anyway.
     *
     * @return whether there was anything
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean letGo(long sliceId, String slice, Collection<Long> nodeIds) {
        List<String> left = ledger.remove(sliceId, nodeIds);
        left.forEach(node -> audit.record("reservation-released", "slice", slice, "on " + node));
        return !left.isEmpty();
    }

    /** It will never run anything again. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void on(NodeRevoked revoked) {
        ledger.removeAllOf(revoked.nodeId());
    }

    /** @throws NoSuchThing when there is no such slice, or none for this caller */
    @Transactional(readOnly = true)
    public List<Reservation> ofSlice(Caller caller, String slice) {
        access.requireVisible(caller, slice);
        return ledger.ofSlice(slice);
    }

    /** @throws NoSuchThing when there is no such slice for this caller, or nothing is reserved for it there */
    @Transactional(readOnly = true)
    public Reservation get(Caller caller, String slice, String node) {
        access.requireVisible(caller, slice);
        return ledger.find(slice, node)
                .orElseThrow(() -> new NoSuchThing("reservation of " + slice + " on the node", node));
    }

    /**
     * How much of a node is spoken for, and by whom: whoever is in the way of others is named to them.
     *
     * @throws NoSuchThing when there is no such node
     */
    @Transactional(readOnly = true)
    public NodeCapacity ofNode(String nodeName) {
        return capacities.of(nodes.findByName(nodeName).orElseThrow(() -> new NoSuchThing("node", nodeName)));
    }

    private PlanNumbers.Next next(Node node) {
        return plans.next(List.of(node.id())).stream()
                .findFirst()
                .orElseThrow(() -> new NoSuchThing("node", node.name().text()));
    }

    private void require(Slice slice, long nodeId, ReservationRequest request) {
        List<String> objections = policies.stream()
                .flatMap(policy -> policy.objection(slice.id(), nodeId, request).stream())
                .toList();
        if (!objections.isEmpty()) {
            throw new StateConflict(String.join("; ", objections));
        }
    }

    private void changed(long sliceId, String slice, PlanNumbers.Next plan) {
        events.publishEvent(new ReservationChanged(sliceId, plan.nodeId(), plan.generation()));
        outbox.append(Topic.PLAN, plan.node());
        outbox.append(Topic.SLICE, slice);
        outbox.append(Topic.NODE, plan.node());
    }

    /** Quotas are whole numbers; a part of one takes a whole. */
    private static long up(BigDecimal percent) {
        return percent.setScale(0, RoundingMode.CEILING).longValue();
    }

    private static Map<String, Object> document(Reservation reservation) {
        return Map.of(
                "node", reservation.node(),
                "cpuPercent", reservation.cpuPercent(),
                "cpuCores", reservation.cpuCores(),
                "networkBits", reservation.networkBits(),
                "memoryBytes", reservation.memoryBytes(),
                "capped", reservation.capped());
    }
}
