package org.lamella.slices;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lamella.access.Caller;
import org.lamella.access.Forbidden;
import org.lamella.audit.Difference;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.StateConflict;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What people do about the life of a slice: renew it, suspend it, resume it. What time does is {@link Expiry}. */
@Component
public class SliceLife {
    private static final int LONGEST_REASON = 2048;

    private final SliceService slices;
    private final SliceAccess access;
    private final SliceMails mails;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    SliceLife(
            SliceService slices, SliceAccess access, SliceMails mails, ApplicationEventPublisher events, Clock clock) {
        this.slices = slices;
        this.access = access;
        this.mails = mails;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Lets a slice live on. One that has expired and still has its files starts again with them, unless something else
     * stops it.
     *
     * @param until when it is to expire; empty for as late as is allowed
     * @return when it expires now: the date asked for, or the latest that is allowed if that is sooner
     * @throws InvalidInput when the date is over or before the one that it has
     * @throws StateConflict when nothing says what the slice is for, or it is being deleted
     */
    @Transactional
    public Instant renew(Caller caller, String name, Optional<Instant> until) {
        Slice slice = slices.lockToChange(caller, name);
        Instant now = clock.instant();
        requireSensible(until, now, slice.expiresAt());
        if (!caller.admin() && (slice.description().isBlank() || slice.url().isBlank())) {
            throw new StateConflict("the slice " + name + " cannot be renewed before it says what it is for: it lacks "
                    + missing(slice) + "; give it and renew again, or ask an admin");
        }
        Instant before = slice.expiresAt();
        Instant granted = Lifetime.granted(until.orElse(Lifetime.longest(now, false)), now, before, caller.admin());
        changeGoal(slice, () -> slice.renew(granted));
        slices.changed(
                slice,
                "slice-renewed",
                "until " + granted,
                Difference.between(Map.of("expiresAt", before), Map.of("expiresAt", granted)));
        return granted;
    }

    private static void requireSensible(Optional<Instant> until, Instant now, Instant expiresAt) {
        until.filter(asked -> !asked.isAfter(now)).ifPresent(asked -> {
            throw wrongDate(asked + " is over, it is " + now);
        });
        until.filter(asked -> asked.isBefore(expiresAt)).ifPresent(asked -> {
            throw wrongDate(asked + " is before " + expiresAt + ", when it expires now; delete it to end it sooner");
        });
    }

    private static InvalidInput wrongDate(String message) {
        return new InvalidInput(List.of(FieldError.invalid("until", message)));
    }

    private static String missing(Slice slice) {
        if (!slice.description().isBlank()) {
            return "a web page (url)";
        }
        return slice.url().isBlank() ? "a description and a web page (url)" : "a description";
    }

    /**
     * Stops every sliver of a slice; their files stay.
     *
     * @throws Forbidden when the caller does not answer for the slice's site, or an admin has suspended it already
     */
    @Transactional
    public void suspend(Caller caller, String name, String reason) {
        access.requireAnswers(caller, name, "suspend a slice of it");
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new InvalidInput(List.of(FieldError.invalid(
                    "reason", "is needed, with at most " + LONGEST_REASON + " characters: its members are told")));
        }
        Slice slice = slices.lockToChange(caller, name);
        requireMayUndo(caller, slice);
        changeGoal(
                slice,
                () -> slice.suspend(new Suspension(clock.instant(), caller.email(), caller.admin(), reason.strip())));
        slices.changed(slice, "slice-suspended", reason.strip());
        mails.suspended(slice, caller.email(), reason.strip());
    }

    /**
     * Ends a suspension: the slice runs again, unless something else stops it. One that is not suspended stays as it is.
     *
     * @throws Forbidden when the caller does not answer for the slice's site, or is no admin and an admin has suspended it
     */
    @Transactional
    public void resume(Caller caller, String name) {
        access.requireAnswers(caller, name, "resume a slice of it");
        Slice slice = slices.lockToChange(caller, name);
        if (slice.suspension().isEmpty()) {
            return;
        }
        requireMayUndo(caller, slice);
        changeGoal(slice, slice::resume);
        slices.changed(slice, "slice-resumed", "");
        mails.resumed(slice, caller.email());
    }

    private static void requireMayUndo(Caller caller, Slice slice) {
        slice.suspension()
                .filter(suspension -> suspension.byAdmin() && !caller.admin())
                .ifPresent(suspension -> {
                    throw new Forbidden("an admin, " + suspension.by() + ", has suspended the slice " + slice.name()
                            + ": only an admin may resume it");
                });
    }

    /** The slivers follow when the change makes the slice run or stop. */
    void changeGoal(Slice slice, Runnable change) {
        Goal before = slice.goal();
        change.run();
        if (slice.goal() != before) {
            events.publishEvent(new SliceGoalChanged(slice));
        }
    }
}
