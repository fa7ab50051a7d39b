package org.lamella.shares;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Changes shares, ceilings and limits. What is said at the lower level goes before the higher. Who may not raise a thing may lower
 * what is in force: see {@link Term.Family}.
 */
@Component
class SharesEdits {
    private final StoredTerms terms;
    private final Levels levels;
    private final SliceService slices;
    private final Quotas quotas;
    private final ApplicationEventPublisher events;
    private final List<TermsPolicy> policies;
    private final Outbox outbox;
    private final AuditTrail audit;

    /**
     * What somebody wants of some level.
     *
     * @param family to which all that is said belongs
     * @param numbers empty: as the level above has it; what is not named stays
     * @param forced whether what slivers have in use is to be no hindrance
     * @param misread what was wrong with the request before
     * @param seen is told the version that is changed, and throws when it is not the one that the caller has seen
     */
    record Change(
            Term.Family family,
            Map<Term, Optional<BigDecimal>> numbers,
            boolean forced,
            List<FieldError> misread,
            LongConsumer seen) {}

    /**
     * @param site that the level is of
     * @param where in words, beyond the object
     */
    private record Concerned(Level level, Site site, String type, String object, String where) {}

    SharesEdits(
            StoredTerms terms,
            Levels levels,
            SliceService slices,
            Quotas quotas,
            ApplicationEventPublisher events,
            List<TermsPolicy> policies,
            Outbox outbox,
            AuditTrail audit) {
        this.terms = terms;
        this.levels = levels;
        this.slices = slices;
        this.quotas = quotas;
        this.events = events;
        this.policies = List.copyOf(policies);
        this.outbox = outbox;
        this.audit = audit;
    }

    /**
     * Changes what holds for all slices of a site that say nothing else.
     *
     * @throws NoSuchThing when there is no such site
     * @throws Forbidden when the caller does not answer for it
     * @throws ForbiddenFields when the caller raises something and may not
     * @throws InvalidInput with everything that is wrong, what slivers have reserved or in use beyond it among that
     * @throws PreconditionFailed when it is not as the caller has seen it
     */
    @Transactional
    public void ofSite(Caller caller, String loginBase, Change change) {
        Site site = levels.site(loginBase);
        caller.requireAnswersFor(loginBase, "say what its slices have");
        // Whoever adds slivers holds it too: none of them is left out.
        quotas.lockSite(site.id());
        apply(caller, new Concerned(new Level.OfSite(site.id()), site, "site", loginBase, ""), change);
    }

    /** The same for the slivers of a slice, by those who may change it. */
    @Transactional
    public void ofSlice(Caller caller, String name, Change change) {
        Slice slice = slices.lockToChange(caller, name);
        apply(caller, new Concerned(levels.of(slice), slice.site(), "slice", name, ""), change);
    }

    /**
     * The same for one sliver.
     *
     * @throws NoSuchThing when the slice has no sliver there, either
     */
    @Transactional
    public void ofSliver(Caller caller, String name, String node, Change change) {
        Slice slice = slices.lockToChange(caller, name);
        apply(caller, new Concerned(levels.of(slice, node), slice.site(), "slice", name, "on " + node), change);
    }

    private static boolean mayRaise(Caller caller, Term.Family family, Site site) {
        return switch (family) {
            case SHARES -> caller.admin();
            case LIMITS -> caller.answersFor(site.loginBase());
        };
    }

    private void apply(Caller caller, Concerned concerned, Change change) {
        boolean mayRaise = mayRaise(caller, change.family(), concerned.site());
        Level level = concerned.level();
        StoredTerms.Own before = terms.own(level);
        Terms above = level.above().map(terms::inForce).orElse(Terms.USUAL);
        requireSound(mayRaise, change, level, before.terms(), above);
        change.seen().accept(before.version());
        Terms after = before.terms().with(change.numbers());
        if (after.equals(before.terms())) {
            return;
        }
        List<FieldError> raised = raised(mayRaise, change.numbers(), before.terms(), above);
        if (!raised.isEmpty()) {
            throw new ForbiddenFields(raised);
        }
        InvalidInput.throwIfAny(put(level, after, change.forced()));
        audit.record(
                change.family().name().toLowerCase(Locale.ROOT) + "-set",
                concerned.type(),
                concerned.object(),
                concerned.where(),
                Difference.between(facts(before.terms()), facts(after)));
    }

    /** @return what speaks against it, so that it must not stay */
    private List<FieldError> put(Level level, Terms after, boolean forced) {
        Map<Place, Terms> before = terms.under(level);
        terms.put(level, after);
        SharesChanged changed = SharesChanged.between(before, terms.under(level));
        events.publishEvent(changed);
        levels.names(changed.slices()).forEach(slice -> outbox.append(Topic.SLICE, slice));
        // Asked under the nodes' locks, which whoever reserves holds too.
        return policies.stream()
                .flatMap(policy -> policy.objections(changed, forced).stream())
                .toList();
    }

    /** Where some numbers make no sense, what the caller may not raise is said with them, and what speaks against the others. */
    private void requireSound(boolean mayRaise, Change change, Level level, Terms before, Terms above) {
        List<FieldError> errors = new ArrayList<>(change.misread());
        Map<Term, Optional<BigDecimal>> sound = new EnumMap<>(Term.class);
        change.numbers()
                .forEach((term, number) ->
                        number.flatMap(term::objection).ifPresentOrElse(errors::add, () -> sound.put(term, number)));
        if (!errors.isEmpty()) {
            errors.addAll(raised(mayRaise, sound, before, above));
            errors.addAll(put(level, before.with(sound), change.forced()));
            throw new InvalidInput(errors);
        }
    }

    private static List<FieldError> raised(
            boolean mayRaise, Map<Term, Optional<BigDecimal>> numbers, Terms before, Terms above) {
        if (mayRaise) {
            return List.of();
        }
        Terms now = before.over(above);
        Terms then = before.with(numbers).over(above);
        return numbers.keySet().stream()
                .filter(term -> term.isRaised(now.of(term), then.of(term)))
                .map(term -> FieldError.invalid(
                        term.field(),
                        "is " + now.words(term) + " and would be " + then.words(term) + ": only "
                                + term.family().raisers()
                                + " may raise it, you may lower it"))
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
