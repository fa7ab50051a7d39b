package org.lamella.slices;

import java.time.Clock;
import java.util.List;
import org.hibernate.exception.ConstraintViolationException;
import org.lamella.access.Caller;
import org.lamella.access.Forbidden;
import org.lamella.accounts.Site;
import org.lamella.accounts.Sites;
import org.lamella.audit.Actor;
import org.lamella.audit.AuditTrail;
import org.lamella.audit.Difference;
import org.lamella.outbox.Outbox;
import org.lamella.outbox.Topic;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.QuotaExceeded;
import org.lamella.web.StateConflict;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Creating and deleting slices. */
@Component
public class SliceService {
    /**
     * A slice has gone, and with it who was allowed to see it: nobody can be asked any more whether they may know its name,
     * but everybody who shows slices must look again.
     */
    static final String SOME_SLICE = "";

    private static final String NAME_IS_UNIQUE = "slices_name_key";

    private final Slices slices;
    private final Sites sites;
    private final SliceAccess access;
    private final SliceQuotas quotas;
    private final Members members;
    private final List<SlicePolicy> policies;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    SliceService(
            Slices slices,
            Sites sites,
            SliceAccess access,
            SliceQuotas quotas,
            Members members,
            List<SlicePolicy> policies,
            Outbox outbox,
            AuditTrail audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.slices = slices;
        this.sites = sites;
        this.access = access;
        this.quotas = quotas;
        this.members = members;
        this.policies = policies;
        this.outbox = outbox;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Creates a slice and asks for its first slivers. The caller becomes its first member.
     *
     * @throws InvalidInput with every objection of every policy
     * @throws Forbidden when the caller does not answer for the site that the name begins with
     * @throws QuotaExceeded when the site has all the slices that it may have, or gets too many slivers by it
     */
    @Transactional
    public Slice create(Caller caller, SliceRequest request) {
        if (SliceName.isWellFormed(request.name())) {
            String site = new SliceName(request.name()).loginBase();
            caller.requireAnswersFor(site, "create a slice of it; others ask for one: /slices/new");
        }
        return create(caller.accountId(), request);
    }

    /** For one who was asked for: whoever decided it was allowed to. */
    @Transactional(propagation = Propagation.MANDATORY)
    Slice create(long firstMember, SliceRequest request) {
        InvalidInput.throwIfAny(policies.stream()
                .flatMap(policy -> policy.objections(request).stream())
                .toList());
        SliceName name = new SliceName(request.name());
        Site site = sites.findByLoginBase(name.loginBase()).orElseThrow();
        quotas.requireSlice(site);
        Slice slice = saveUnlessTaken(new Slice(name, site, request, clock.instant()));
        members.add(slice.id(), firstMember);
        outbox.append(Topic.SLICE, name.text());
        audit.record("slice-created", "slice", name.text(), "image " + slice.image());
        events.publishEvent(new SliceCreated(slice, request.placement()));
        return slice;
    }

    /** Two requests for one name can both pass the policy; the schema lets one of them through. */
    private Slice saveUnlessTaken(Slice slice) {
        try {
            return slices.save(slice);
        } catch (DataIntegrityViolationException e) {
            if (e.getCause() instanceof ConstraintViolationException violation
                    && NAME_IS_UNIQUE.equals(violation.getConstraintName())) {
                throw new InvalidInput(
                        List.of(FieldError.taken("name", "there is a slice " + slice.name() + " already")));
            }
            throw e;
        }
    }

    /** @throws NoSuchThing when there is none */
    @Transactional(readOnly = true)
    public Slice get(String name) {
        return slices.findByName(name).orElseThrow(() -> new NoSuchThing("slice", name));
    }

    /**
     * Holds a slice until commit for one who may change it. To be called before the slice is read by the same
     * transaction: one that was read stays as it was.
     *
     * @throws NoSuchThing when there is none, or none for this caller
     * @throws StateConflict when it is being deleted
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Slice lockToChange(Caller caller, String name) {
        access.requireChange(caller, name);
        Slice slice = slices.lock(name).orElseThrow(() -> new NoSuchThing("slice", name));
        if (slice.goal() == Goal.ABSENT) {
            throw new StateConflict("the slice " + name + " is being deleted");
        }
        return slice;
    }

    /**
     * The same for one who gives it more slivers: holds its site's quota as well, and before it.
     *
     * @throws StateConflict when it is being deleted, or is stopped: why
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Slice lockToGrow(Caller caller, String name) {
        access.requireChange(caller, name);
        quotas.lockSiteOf(name);
        Slice slice = lockToChange(caller, name);
        if (slice.goal() == Goal.STOPPED) {
            throw new StateConflict("the slice " + name + " is stopped (" + slice.stoppedReason()
                    + "): it gets no slivers until it runs again");
        }
        return slice;
    }

    /** Tells those who watch, and the trail. To be called under the slice's lock. */
    @Transactional(propagation = Propagation.MANDATORY)
    void changed(Slice slice, String action, String detail) {
        changed(slice, action, detail, Difference.NONE);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void changed(Slice slice, String action, String detail, Difference difference) {
        outbox.append(Topic.SLICE, slice.name().text());
        audit.record(action, "slice", slice.name().text(), detail, difference);
    }

    /**
     * Wants the slice gone. Its name is free again when every node has let go of its sliver. Wanting it again changes
     * nothing.
     *
     * @throws NoSuchThing when there is none, or none for this caller
     */
    @Transactional
    public void delete(Caller caller, String name) {
        access.requireChange(caller, name);
        delete(name, "its slivers are to go");
    }

    @Transactional
    void delete(String name, String why) {
        Slice slice = slices.lock(name).orElseThrow(() -> new NoSuchThing("slice", name));
        if (slice.goal() == Goal.ABSENT) {
            return;
        }
        slice.delete();
        changed(slice, "slice-deleted", why);
        events.publishEvent(new SliceDeleted(slice));
    }

    /** Held until commit: see {@link Slices#lock}. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lock(Slice slice) {
        slices.lock(slice.name().text());
    }

    /** The last of its slivers is gone. */
    @Transactional
    public void gone(Slice slice) {
        slices.delete(slice);
        outbox.append(Topic.SLICE, slice.name().text());
        outbox.append(Topic.SLICE, SOME_SLICE);
        audit.record(Actor.SYSTEM, "slice-gone", "slice", slice.name().text(), "no node holds it any more");
    }
}
