package org.lamella.slivers;

import java.util.List;
import java.util.Map;
import org.lamella.access.Caller;
import org.lamella.audit.AuditTrail;
import org.lamella.audit.Difference;
import org.lamella.nodes.PlanNumbers;
import org.lamella.outbox.Outbox;
import org.lamella.outbox.Topic;
import org.lamella.slices.Goal;
import org.lamella.slices.Slice;
import org.lamella.slices.SliceAccess;
import org.lamella.slices.Slices;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.StateConflict;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Gives slivers addresses that somebody has chosen. Whoever does holds the node's plan, so no two choose the same at once. */
@Component
class AddressService {
    private final Slivers slivers;
    private final Slices slices;
    private final SliceAccess access;
    private final PlanNumbers plans;
    private final Outbox outbox;
    private final AuditTrail audit;

    AddressService(
            Slivers slivers, Slices slices, SliceAccess access, PlanNumbers plans, Outbox outbox, AuditTrail audit) {
        this.slivers = slivers;
        this.slices = slices;
        this.access = access;
        this.plans = plans;
        this.outbox = outbox;
        this.audit = audit;
    }

    /**
     * The sliver has it from its next start on.
     *
     * @param address empty: the node chooses, and keeps to what the sliver has
     * @throws NoSuchThing when there is no such sliver
     * @throws InvalidInput when it is none of the node's addresses for slivers
     * @throws StateConflict when another sliver has it, or is to have it: which
     */
    @Transactional
    public Sliver choose(Caller caller, String sliceName, String node, String address) {
        access.requireChange(caller, sliceName);
        Slice slice = slices.lock(sliceName).orElseThrow(() -> new NoSuchThing("slice", sliceName));
        Sliver sliver = slivers.find(slice.name().text(), node)
                .filter(found -> found.goal() != Goal.ABSENT)
                .orElseThrow(() -> new NoSuchThing("sliver of " + sliceName + " on the node", node));
        PlanNumbers.Next plan = plans.next(List.of(sliver.node().id())).getFirst();
        if (!address.isEmpty()) {
            requireOfNode(sliver, address);
            requireFree(caller, sliver, address);
        }
        Difference difference =
                Difference.between(Map.of("address", sliver.wantedAddress()), Map.of("address", address));
        sliver.wantAddress(address);
        sliver.want(sliver.goal(), plan.generation());
        outbox.append(Topic.PLAN, node);
        outbox.append(Topic.SLICE, sliceName);
        audit.record("sliver-address-chosen", "slice", sliceName, "on " + node, difference);
        return sliver;
    }

    private static void requireOfNode(Sliver sliver, String address) {
        String subnet = sliver.node().host().sliverSubnet();
        if (subnet.isEmpty() || !SliverSubnet.parse(subnet).contains(address)) {
            throw new InvalidInput(List.of(FieldError.invalid(
                    "address",
                    subnet.isEmpty()
                            ? sliver.node().name().text() + " has not said yet which addresses its slivers have"
                            : "must be within " + SliverSubnet.parse(subnet).words() + ", which slivers have on "
                                    + sliver.node().name().text() + ", not “" + address + "”")));
        }
    }

    private void requireFree(Caller caller, Sliver sliver, String address) {
        slivers.ofNode(sliver.node().id()).stream()
                .filter(other -> !other.id().equals(sliver.id()))
                .filter(other ->
                        other.address().equals(address) || other.wantedAddress().equals(address))
                .findFirst()
                .ifPresent(other -> {
                    String who = access.sees(caller, other.slice().name().text())
                            ? other.slice().name().text()
                            : "a slice that you do not see";
                    String message = sliver.slice().name().text() + " wants the address " + address + " on "
                            + sliver.node().name().text() + ", which " + who + " has";
                    throw new StateConflict(
                            message, List.of(new StateConflict.Conflict("address", address, message)), List.of());
                });
    }
}
