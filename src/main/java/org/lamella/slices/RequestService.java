package org.lamella.slices;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.lamella.access.Caller;
import org.lamella.access.Forbidden;
import org.lamella.accounts.Site;
import org.lamella.accounts.Sites;
import org.lamella.audit.AuditTrail;
import org.lamella.outbox.Outbox;
import org.lamella.outbox.Topic;
import org.lamella.slices.RequestedSlice.Kind;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.QuotaExceeded;
import org.lamella.web.StateConflict;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Asking for slices and deciding about it. Every step is audited, and told by mail to whoever it concerns. */
@Component
class RequestService {
    private static final String KIND = "slice-request";
    private static final int LONGEST_WORDS = 2048;

    private final RequestedSlices requests;
    private final SliceService slices;
    private final Sites sites;
    private final List<SlicePolicy> policies;
    private final RequestMails mails;
    private final Outbox outbox;
    private final AuditTrail audit;

    RequestService(
            RequestedSlices requests,
            SliceService slices,
            Sites sites,
            List<SlicePolicy> policies,
            RequestMails mails,
            Outbox outbox,
            AuditTrail audit) {
        this.requests = requests;
        this.slices = slices;
        this.sites = sites;
        this.policies = policies;
        this.mails = mails;
        this.outbox = outbox;
        this.audit = audit;
    }

    /**
     * Asks the PIs of the site that the name begins with for a slice.
     *
     * @throws InvalidInput with everything that is wrong, among it a name that is taken by now
     */
    @Transactional
    public RequestedSlice ask(Caller caller, SliceRequest wanted) {
        InvalidInput.throwIfAny(objections(caller, wanted));
        Site site =
                sites.findByLoginBase(new SliceName(wanted.name()).loginBase()).orElseThrow();
        long id = requests.add(caller, site.id(), wanted)
                .orElseThrow(() -> new InvalidInput(
                        List.of(FieldError.taken("name", "you have asked for " + wanted.name() + " already"))));
        RequestedSlice request = requests.get(caller, id);
        changed(request, "slice-requested", wanted.name());
        mails.asked(request);
        return request;
    }

    private List<FieldError> objections(Caller caller, SliceRequest wanted) {
        List<FieldError> errors = new ArrayList<>();
        policies.forEach(policy -> errors.addAll(policy.objections(wanted)));
        if (wanted.description().isBlank()) {
            errors.add(FieldError.invalid("description", "is needed: it is what your PI decides by"));
        }
        if (SliceName.isWellFormed(wanted.name())) {
            String site = new SliceName(wanted.name()).loginBase();
            if (!caller.admin() && !caller.belongsTo(site)) {
                errors.add(FieldError.invalid(
                        "name",
                        "you are not of the site " + site + "; you are of "
                                + (caller.roles().isEmpty()
                                        ? "none"
                                        : String.join(", ", caller.roles().keySet()))));
            }
        }
        if (requests.countOpenOf(caller) >= RequestedSlices.MOST_OPEN) {
            errors.add(FieldError.invalid(
                    "name",
                    "you have " + RequestedSlices.MOST_OPEN
                            + " requests that are not decided, the most that you can have; withdraw one first"));
        }
        return errors;
    }

    /**
     * Makes the slice; the requester becomes its first member. Whether the name is free and the quota suffices is asked
     * now.
     *
     * @throws InvalidInput when it cannot be made as it was asked for
     * @throws QuotaExceeded when the site has all the slices that it may have
     * @throws StateConflict when it is decided already
     */
    @Transactional
    public void approve(Caller caller, long id) {
        RequestedSlice request = lockToDecide(caller, id, "approve it");
        slices.create(requests.accountOf(request), request.wanted());
        requests.become(request, RequestState.APPROVED);
        changed(request, "slice-request-approved", "for " + request.requester());
        mails.approved(request, caller.email());
    }

    /** @param reason that the requester is told */
    @Transactional
    public void reject(Caller caller, long id, String reason) {
        requireWords("reason", reason);
        RequestedSlice request = lockToDecide(caller, id, "reject it");
        requests.say(request, caller.email(), Kind.REASON, reason);
        requests.become(request, RequestState.REJECTED);
        changed(request, "slice-request-rejected", reason);
        mails.rejected(request, caller.email(), reason);
    }

    @Transactional
    public void askBack(Caller caller, long id, String question) {
        requireWords("question", question);
        RequestedSlice request = lockToDecide(caller, id, "ask back");
        requests.say(request, caller.email(), Kind.QUESTION, question);
        requests.become(request, RequestState.ASKED_BACK);
        changed(request, "slice-request-asked-back", question);
        mails.askedBack(request, caller.email(), question);
    }

    /** Answers what was asked back; the requester may also add something unasked. */
    @Transactional
    public void answer(Caller caller, long id, String answer) {
        requireWords("answer", answer);
        RequestedSlice request = lockOwn(caller, id, "answer");
        requests.say(request, caller.email(), Kind.ANSWER, answer);
        requests.become(request, RequestState.WAITING);
        changed(request, "slice-request-answered", answer);
        mails.answered(request, answer);
    }

    @Transactional
    public void withdraw(Caller caller, long id) {
        RequestedSlice request = lockOwn(caller, id, "withdraw it");
        requests.become(request, RequestState.WITHDRAWN);
        changed(request, "slice-request-withdrawn", "");
        mails.withdrawn(request);
    }

    private RequestedSlice lockToDecide(Caller caller, long id, String what) {
        RequestedSlice request = lockOpen(caller, id);
        caller.requireAnswersFor(request.site(), what);
        return request;
    }

    private RequestedSlice lockOwn(Caller caller, long id, String what) {
        RequestedSlice request = lockOpen(caller, id);
        if (!request.requester().equals(caller.email())) {
            throw new Forbidden("only " + request.requester() + ", who has asked for the slice, may " + what);
        }
        return request;
    }

    /** @throws NoSuchThing when there is none, or none for this caller */
    private RequestedSlice lockOpen(Caller caller, long id) {
        RequestedSlice request = requests.lock(caller, id);
        if (!request.state().isOpen()) {
            throw new StateConflict("this request for " + request.name() + " is "
                    + request.state().name().toLowerCase(Locale.ROOT) + " since " + request.changedAt());
        }
        return request;
    }

    private static void requireWords(String field, String words) {
        if (words.isBlank() || words.length() > LONGEST_WORDS) {
            throw new InvalidInput(
                    List.of(FieldError.invalid(field, "is needed, with at most " + LONGEST_WORDS + " characters")));
        }
    }

    private void changed(RequestedSlice request, String action, String detail) {
        outbox.append(Topic.REQUEST, Long.toString(request.id()));
        audit.record(action, KIND, request.id() + " " + request.name(), detail);
    }
}
