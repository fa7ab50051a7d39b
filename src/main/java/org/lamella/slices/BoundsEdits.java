package org.lamella.slices;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lamella.access.Caller;
import org.lamella.access.Forbidden;
import org.lamella.audit.Difference;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Bounds what the slivers of a slice have, and grants them what is not usual. */
@Component
class BoundsEdits {
    private final SliceService slices;
    private final SliceAccess access;
    private final BoundsOfSlices bounds;
    private final List<BoundsPolicy> policies;
    private final ApplicationEventPublisher events;

    /**
     * What somebody wants a slice's limits to be.
     *
     * @param numbers what is not among them is as usual
     * @param force whether they are to be set even where slivers have more in use
     * @param misread what was wrong with the request before
     */
    record Wish(Map<Bound, Long> numbers, boolean force, List<FieldError> misread) {}

    BoundsEdits(
            SliceService slices,
            SliceAccess access,
            BoundsOfSlices bounds,
            List<BoundsPolicy> policies,
            ApplicationEventPublisher events) {
        this.slices = slices;
        this.access = access;
        this.bounds = bounds;
        this.policies = policies;
        this.events = events;
    }

    /**
     * Sets all limits of a slice.
     *
     * @throws NoSuchThing when there is no such slice, or none for this caller
     * @throws Forbidden when the caller does not answer for the slice's site
     * @throws InvalidInput with everything that is wrong, what is in use among it unless it is forced
     */
    @Transactional
    public void limit(Caller caller, String name, Wish wanted) {
        access.requireAnswers(caller, name, "limit what slivers of it have");
        List<FieldError> errors = new ArrayList<>(wanted.misread());
        Map<Bound, Long> sound = new EnumMap<>(Bound.class);
        wanted.numbers().forEach((bound, number) -> {
            if (number < bound.least() || number > bound.most()) {
                errors.add(FieldError.invalid(
                        bound.field(), "must be from " + bound.least() + " to " + bound.most() + ", not " + number));
            } else {
                sound.put(bound, number);
            }
        });
        Slice slice = slices.lockToChange(caller, name);
        SliceBounds before = bounds.of(name);
        SliceBounds after = new SliceBounds(sound, before.capabilities());
        policies.forEach(policy -> errors.addAll(policy.objections(slice, before, after, wanted.force())));
        InvalidInput.throwIfAny(errors);
        put(slice, "slice-limits-set", before, after);
    }

    /**
     * Grants capabilities to the slivers of a slice, and takes away all others but the usual ones.
     *
     * @throws Forbidden when the caller is no admin
     */
    @Transactional
    public void grant(Caller caller, String name, List<String> capabilities, List<FieldError> misread) {
        access.requireVisible(caller, name);
        caller.requireAdmin("grant capabilities");
        List<FieldError> errors = new ArrayList<>(misread);
        capabilities.stream()
                .filter(capability -> !SliceBounds.GRANTABLE.contains(capability))
                .forEach(capability -> errors.add(FieldError.invalid(
                        "capabilities",
                        capability + " is given to no sliver; there is " + String.join(", ", SliceBounds.GRANTABLE))));
        InvalidInput.throwIfAny(errors);
        Slice slice = slices.lockToChange(caller, name);
        SliceBounds before = bounds.of(name);
        List<String> granted = capabilities.stream().sorted().distinct().toList();
        put(slice, "slice-capabilities-granted", before, new SliceBounds(before.own(), granted));
    }

    private void put(Slice slice, String action, SliceBounds before, SliceBounds after) {
        if (after.equals(before)) {
            return;
        }
        bounds.put(slice.id(), after);
        slice.changed();
        slices.changed(slice, action, "", Difference.between(facts(before), facts(after)));
        events.publishEvent(new SliceBoundsChanged(slice));
    }

    private static Map<String, ?> facts(SliceBounds bounds) {
        Map<String, Object> facts = new LinkedHashMap<>();
        for (Bound bound : Bound.values()) {
            facts.put(bound.field(), bounds.own().get(bound));
        }
        facts.put("capabilities", bounds.capabilities());
        return facts;
    }
}
