package org.lamella.slices;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.lamella.accounts.SiteResumed;
import org.lamella.accounts.SiteSuspended;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.domain.Limit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What time does to slices: warns their members, stops them, and a week later ends them. And what their sites do: stops and
 * resumes them.
 *
 * <p>Any replica may do it, and several at once: each slice has a transaction of its own, and what is due is asked again
 * under its lock. One slice that cannot be dealt with does not keep the others from it.
 */
@Component
class Expiry {
    private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);
    /** Of each kind, every time. */
    private static final Limit AT_ONCE = Limit.of(200);

    private final Slices slices;
    private final SliceService service;
    private final SliceLife life;
    private final SliceMails mails;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Expiry(
            Slices slices,
            SliceService service,
            SliceLife life,
            SliceMails mails,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.slices = slices;
        this.service = service;
        this.life = life;
        this.mails = mails;
        this.transaction = new TransactionTemplate(transactions);
        // Also behind the commit of another, which one that joins it would find ended.
        transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${lamella.slices.look:30s}")
    void look() {
        Instant now = clock.instant();
        each(slices.expiredBefore(now.minus(Lifetime.FILES_KEPT), AT_ONCE), this::end);
        followSites();
        each(slices.expiring(now, AT_ONCE), this::stop);
        // The last warning first: whoever gets it needs no other.
        each(slices.unwarnedLast(now.plus(Reminder.LAST.before()), AT_ONCE), slice -> remind(slice, Reminder.LAST));
        each(slices.unwarnedSoon(now.plus(Reminder.SOON.before()), AT_ONCE), slice -> remind(slice, Reminder.SOON));
    }

    /** After the commit: a site may have more slivers than one transaction should change. The next look does the rest. */
    @TransactionalEventListener
    void on(SiteSuspended suspended) {
        followSites();
    }

    @TransactionalEventListener
    void on(SiteResumed resumed) {
        followSites();
    }

    private void followSites() {
        each(slices.unlikeTheirSite(AT_ONCE), this::followSite);
    }

    private void followSite(Slice slice) {
        boolean suspended = !slice.site().enabled();
        if (slice.goal() != Goal.ABSENT && slice.isSiteSuspended() != suspended) {
            life.changeGoal(slice, () -> slice.siteSuspended(suspended));
            String action = suspended ? "slice-stopped-with-its-site" : "slice-resumed-with-its-site";
            service.changed(slice, action, "the site " + slice.site().loginBase());
        }
    }

    private void each(List<String> names, Consumer<Slice> step) {
        for (String name : names) {
            try {
                transaction.executeWithoutResult(status -> slices.lock(name).ifPresent(step));
            } catch (DataAccessException | TransactionException e) {
                LOG.warn("the expiry of the slice {} is left for the next look: {}", name, e.getMessage());
            }
        }
    }

    private void stop(Slice slice) {
        Instant now = clock.instant();
        if (slice.goal() == Goal.ABSENT
                || slice.isExpired()
                || slice.expiresAt().isAfter(now)) {
            return;
        }
        life.changeGoal(slice, () -> slice.expire(now));
        Instant goes = now.plus(Lifetime.FILES_KEPT);
        service.changed(slice, "slice-expired", "its slivers stop; their files are kept until " + goes);
        mails.expired(slice, goes);
    }

    private void end(Slice slice) {
        if (slice.goal() == Goal.ABSENT || !slice.isOverBy(clock.instant())) {
            return;
        }
        mails.ended(slice);
        service.delete(slice.name().text(), "it expired at " + slice.expiresAt() + " and was not renewed");
    }

    private void remind(Slice slice, Reminder reminder) {
        Instant now = clock.instant();
        boolean due = slice.goal() != Goal.ABSENT
                && !slice.isExpired()
                && slice.needs(reminder)
                && !slice.expiresAt().isAfter(now.plus(reminder.before()));
        if (due) {
            slice.reminded(reminder);
            service.changed(slice, "slice-expiry-announced", "it expires at " + slice.expiresAt());
            mails.expires(slice);
        }
    }
}
