package org.lamella.reservations;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.lamella.access.Caller;
import org.lamella.access.Forbidden;
import org.lamella.audit.AuditTrail;
import org.lamella.audit.Difference;
import org.lamella.nodes.Node;
import org.lamella.nodes.NodeService;
import org.lamella.nodes.PlanNumbers;
import org.lamella.outbox.Outbox;
import org.lamella.outbox.Topic;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.StateConflict;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Bounds the uplinks of nodes. */
@Component
public class UplinkEdits {
    private static final int MOST_EXEMPT = 100;
    private static final long LEAST_BITS = 100_000;
    private static final long MOST_BITS = 10_000_000_000_000L;

    private final Uplinks uplinks;
    private final Capacities capacities;
    private final NodeService nodes;
    private final PlanNumbers plans;
    private final Outbox outbox;
    private final AuditTrail audit;

    UplinkEdits(
            Uplinks uplinks,
            Capacities capacities,
            NodeService nodes,
            PlanNumbers plans,
            Outbox outbox,
            AuditTrail audit) {
        this.uplinks = uplinks;
        this.capacities = capacities;
        this.nodes = nodes;
        this.plans = plans;
        this.outbox = outbox;
        this.audit = audit;
    }

    /**
     * Bounds the uplink of a node in place of how it was bounded.
     *
     * @param misread what was wrong with the request before
     * @param seen is told the version that is changed, and throws when it is not the one that the caller has seen
     * @throws Forbidden when the caller is no admin
     * @throws NoSuchThing when there is no such node
     * @throws InvalidInput with everything that is wrong
     * @throws StateConflict when more than the cap is reserved: both numbers, and who holds it
     */
    @Transactional
    public void bound(Caller caller, String nodeName, Uplink wanted, List<FieldError> misread, LongConsumer seen) {
        caller.requireAdmin("bound the uplink of a node");
        List<FieldError> errors = new ArrayList<>(misread);
        errors.addAll(objections(wanted));
        InvalidInput.throwIfAny(errors);
        Node node = nodes.lockFor(caller, nodeName, "bound its uplink", seen);
        Uplink before = uplinks.of(node.id());
        if (before.equals(wanted)) {
            return;
        }
        capacities.requireCap(node, wanted.capBits());
        plans.next(List.of(node.id()));
        uplinks.put(node.id(), wanted);
        audit.record("node-uplink-bounded", "node", nodeName, "", Difference.between(facts(before), facts(wanted)));
        nodes.changed(node);
        outbox.append(Topic.PLAN, nodeName);
    }

    private static List<FieldError> objections(Uplink wanted) {
        List<FieldError> errors = new ArrayList<>();
        long cap = wanted.capBits();
        if (cap != 0 && (cap < LEAST_BITS || cap > MOST_BITS)) {
            errors.add(FieldError.invalid(
                    "capBits",
                    "must be from " + LEAST_BITS + " to " + MOST_BITS + " bit/s, or 0 for no cap; not " + cap));
        }
        wanted.exempt().stream()
                .flatMap(network -> Cidr.objection(network).stream())
                .forEach(wrong -> errors.add(FieldError.invalid("exempt", wrong)));
        if (wanted.exempt().size() > MOST_EXEMPT) {
            errors.add(FieldError.invalid(
                    "exempt", "names " + wanted.exempt().size() + " networks, at most " + MOST_EXEMPT));
        }
        return errors;
    }

    private static Map<String, ?> facts(Uplink uplink) {
        return Map.of("capBits", uplink.capBits(), "exempt", uplink.exempt());
    }
}
