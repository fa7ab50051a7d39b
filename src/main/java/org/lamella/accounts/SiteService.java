package org.lamella.accounts;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.lamella.access.Caller;
import org.lamella.audit.AuditTrail;
import org.lamella.audit.Difference;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.StateConflict;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Making, describing and suspending sites. Everybody who is signed in may read them. */
@Component
class SiteService {
    private static final Pattern LOGIN_BASE = Pattern.compile("[a-z0-9][a-z0-9.]{0,31}");
    private static final int LONGEST_REASON = 500;

    private final Sites sites;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    SiteService(Sites sites, AuditTrail audit, ApplicationEventPublisher events, Clock clock) {
        this.sites = sites;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /** @throws NoSuchThing when there is none */
    @Transactional(readOnly = true)
    Site get(String loginBase) {
        return sites.findByLoginBase(loginBase).orElseThrow(() -> new NoSuchThing("site", loginBase));
    }

    @Transactional
    Site create(String loginBase, SiteDraft draft, Caller caller) {
        caller.requireAdmin("add a site");
        List<FieldError> errors = new ArrayList<>(draft.objections());
        if (!LOGIN_BASE.matcher(loginBase).matches()) {
            errors.add(FieldError.invalid(
                    "loginBase", "must have 1 to 32 lower-case letters, digits and dots, and not begin with a dot"));
        } else if (sites.findByLoginBase(loginBase).isPresent()) {
            errors.add(FieldError.taken("loginBase", "there is a site " + loginBase + " already"));
        }
        InvalidInput.throwIfAny(errors);
        audit.record(
                "site-created",
                "site",
                loginBase,
                "",
                Difference.made(draft.facts().asMap()));
        return sites.save(new Site(loginBase, draft.facts(), clock.instant()));
    }

    /**
     * @param change makes of what is known about the site what is to be known
     * @param seen is told the version that is changed, and throws when it is not the one that the caller has seen
     */
    @Transactional
    Site change(String loginBase, UnaryOperator<SiteDraft> change, Caller caller, LongConsumer seen) {
        Site site = locked(loginBase);
        caller.requireAnswersFor(loginBase, "change what is said about it");
        seen.accept(site.version());
        SiteDraft draft = change.apply(SiteDraft.of(site.facts()));
        InvalidInput.throwIfAny(draft.objections());
        SiteFacts before = site.facts();
        if (!before.equals(draft.facts())) {
            site.describe(draft.facts());
            audit.record(
                    "site-changed",
                    "site",
                    loginBase,
                    "",
                    Difference.between(before.asMap(), draft.facts().asMap()));
        }
        return site;
    }

    /** Its slices stop; new ones are refused. Suspended once more it only gets another reason. */
    @Transactional
    Site suspend(String loginBase, String reason, Caller caller) {
        Site site = locked(loginBase);
        caller.requireAdmin("suspend a site");
        if (reason.isBlank() || reason.strip().length() > LONGEST_REASON) {
            throw new InvalidInput(List.of(FieldError.invalid(
                    "reason",
                    "is needed, with at most " + LONGEST_REASON + " characters: the site's people will read it")));
        }
        boolean first = site.enabled();
        site.suspend(reason.strip());
        audit.record("site-suspended", "site", loginBase, reason.strip(), enabled(first, false));
        if (first) {
            events.publishEvent(new SiteSuspended(site, reason.strip()));
        }
        return site;
    }

    @Transactional
    Site resume(String loginBase, Caller caller) {
        Site site = locked(loginBase);
        caller.requireAdmin("resume a site");
        if (site.enabled()) {
            throw new StateConflict("the site " + loginBase + " is not suspended");
        }
        site.resume();
        audit.record("site-resumed", "site", loginBase, "", enabled(false, true));
        events.publishEvent(new SiteResumed(site));
        return site;
    }

    private Site locked(String loginBase) {
        return sites.lock(loginBase).orElseThrow(() -> new NoSuchThing("site", loginBase));
    }

    private static Difference enabled(boolean before, boolean after) {
        return Difference.between(Map.of("enabled", before), Map.of("enabled", after));
    }
}
