package org.lamella.shares;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.lamella.access.Caller;
import org.lamella.access.Forbidden;
import org.lamella.accounts.Site;
import org.lamella.audit.AuditTrail;
import org.lamella.audit.Difference;
import org.lamella.outbox.Outbox;
import org.lamella.outbox.Topic;
import org.lamella.quotas.Quotas;
import org.lamella.slices.Slice;
import org.lamella.slices.SliceService;
import org.lamella.web.FieldError;
import org.lamella.web.ForbiddenFields;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.PreconditionFailed;
import org.lamella.web.StateConflict;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Changes shares and ceilings. Admins set any; all others only lower what is in force, for whatever one sliver has more its
 * neighbours have less.
 */
@Component
class SharesEdits {
    private final StoredTerms terms;
    private final Levels levels;
    private final ReservedCeilings reserved;
    private final SliceService slices;
    private final Quotas quotas;
    private final ApplicationEventPublisher events;
    private final Outbox outbox;
    private final AuditTrail audit;

    /**
     * What somebody wants of some level.
     *
     * @param numbers empty: as the level above has it; what is not named stays
     * @param misread what was wrong with the request before
     * @param seen is told the version that is changed, and throws when it is not the one that the caller has seen
     */
    record Change(Map<Term, Optional<BigDecimal>> numbers, List<FieldError> misread, LongConsumer seen) {}

    /** @param where in words, beyond the object */
    private record Concerned(Level level, String type, String object, String where) {}

    SharesEdits(
            StoredTerms terms,
            Levels levels,
            ReservedCeilings reserved,
            SliceService slices,
            Quotas quotas,
            ApplicationEventPublisher events,
            Outbox outbox,
            AuditTrail audit) {
        this.terms = terms;
        this.levels = levels;
        this.reserved = reserved;
        this.slices = slices;
        this.quotas = quotas;
        this.events = events;
        this.outbox = outbox;
        this.audit = audit;
    }

    /**
     * Changes what holds for all slices of a site that say nothing else.
     *
     * @throws NoSuchThing when there is no such site
     * @throws Forbidden when the caller does not answer for it
     * @throws ForbiddenFields when the caller raises something and is no admin
     * @throws InvalidInput with everything that is wrong
     * @throws PreconditionFailed when it is not as the caller has seen it
     * @throws StateConflict when slivers have more reserved than a new ceiling
     */
    @Transactional
    public void ofSite(Caller caller, String loginBase, Change change) {
        Site site = levels.site(loginBase);
        caller.requireAnswersFor(loginBase, "say what its slices have");
        // Whoever adds slivers holds it too: none of them is left out.
        quotas.lockSite(site.id());
        apply(caller, new Concerned(new Level.OfSite(site.id()), "site", loginBase, ""), change);
    }

    /** The same for the slivers of a slice, by those who may change it. */
    @Transactional
    public void ofSlice(Caller caller, String name, Change change) {
        Slice slice = slices.lockToChange(caller, name);
        apply(caller, new Concerned(levels.of(slice), "slice", name, ""), change);
    }

    /**
     * The same for one sliver.
     *
     * @throws NoSuchThing when the slice has no sliver there, either
     */
    @Transactional
    public void ofSliver(Caller caller, String name, String node, Change change) {
        Slice slice = slices.lockToChange(caller, name);
        apply(caller, new Concerned(levels.of(slice, node), "slice", name, "on " + node), change);
    }

    private void apply(Caller caller, Concerned concerned, Change change) {
        Level level = concerned.level();
        StoredTerms.Own before = terms.own(level);
        Terms above = level.above().map(terms::inForce).orElse(Terms.USUAL);
        requireSound(caller, change, before.terms(), above);
        change.seen().accept(before.version());
        Terms after = before.terms().with(change.numbers());
        if (after.equals(before.terms())) {
            return;
        }
        List<FieldError> raised = raised(caller, change.numbers(), before.terms(), above);
        if (!raised.isEmpty()) {
            throw new ForbiddenFields(raised);
        }
        terms.put(level, after);
        SharesChanged changed = levels.concerned(level);
        events.publishEvent(changed);
        // Read under the nodes' locks, which whoever reserves holds too.
        reserved.require(changed);
        levels.names(changed.slices()).forEach(slice -> outbox.append(Topic.SLICE, slice));
        audit.record(
                "shares-set",
                concerned.type(),
                concerned.object(),
                concerned.where(),
                Difference.between(facts(before.terms()), facts(after)));
    }

    /** Where some numbers make no sense, what the caller may not raise is said with them. */
    private static void requireSound(Caller caller, Change change, Terms before, Terms above) {
        List<FieldError> errors = new ArrayList<>(change.misread());
        Map<Term, Optional<BigDecimal>> sound = new EnumMap<>(Term.class);
        change.numbers()
                .forEach((term, number) ->
                        number.flatMap(term::objection).ifPresentOrElse(errors::add, () -> sound.put(term, number)));
        if (!errors.isEmpty()) {
            errors.addAll(raised(caller, sound, before, above));
            throw new InvalidInput(errors);
        }
    }

    private static List<FieldError> raised(
            Caller caller, Map<Term, Optional<BigDecimal>> numbers, Terms before, Terms above) {
        if (caller.admin()) {
            return List.of();
        }
        Terms now = before.over(above);
        Terms then = before.with(numbers).over(above);
        return numbers.keySet().stream()
                .filter(term -> term.isRaised(now.of(term), then.of(term)))
                .map(term -> FieldError.invalid(
                        term.field(),
                        "is " + now.words(term) + " and would be " + then.words(term)
                                + ": only an admin may raise it, you may lower it"))
                .toList();
    }

    private static Map<String, ?> facts(Terms of) {
        Map<String, Object> facts = new LinkedHashMap<>();
        for (Term term : Term.values()) {
            facts.put(term.field(), of.said().get(term));
        }
        return facts;
    }
}
