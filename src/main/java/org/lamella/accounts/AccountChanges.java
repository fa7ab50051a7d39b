package org.lamella.accounts;

import java.util.List;
import java.util.Locale;
import org.lamella.access.Caller;
import org.lamella.access.Forbidden;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.StateConflict;
import org.springframework.stereotype.Component;

/** Enables or disables several people, each in a transaction of its own: one that is refused stops no other. */
@Component
class AccountChanges {
    /** What a page shows at once. */
    static final int MOST = 500;

    private final AccountService accounts;

    /** What can be done to several at once. */
    enum Action {
        ENABLE("enabled"),
        DISABLE("disabled");

        private final String done;

        Action(String done) {
            this.done = done;
        }
    }

    /**
     * What has become of one.
     *
     * @param words what was done, or why it was not
     */
    record Result(String email, boolean done, String words) {}

    AccountChanges(AccountService accounts) {
        this.accounts = accounts;
    }

    /**
     * @param action {@code enable} or {@code disable}
     * @throws InvalidInput when it is something else, or there are more than {@link #MOST}
     * @throws Forbidden when the caller answers for nobody
     */
    List<Result> each(Caller caller, List<String> emails, String action) {
        if (!caller.answersForSomeSite()) {
            throw new Forbidden("only PIs and admins enable and disable people");
        }
        Action wanted = switch (action.toLowerCase(Locale.ROOT)) {
            case "enable" -> Action.ENABLE;
            case "disable" -> Action.DISABLE;
            default ->
                throw new InvalidInput(
                        List.of(FieldError.invalid("action", "must be enable or disable, not " + action)));
        };
        if (emails.size() > MOST) {
            throw new InvalidInput(List.of(FieldError.invalid(
                    "accounts", "names " + emails.size() + " accounts, at most " + MOST + " at once")));
        }
        return emails.stream()
                .distinct()
                .map(email -> one(caller, email, wanted))
                .toList();
    }

    private Result one(Caller caller, String email, Action action) {
        try {
            switch (action) {
                case ENABLE -> accounts.enable(email, caller);
                case DISABLE -> accounts.disable(email, caller);
            }
            return new Result(email, true, action.done);
        } catch (Forbidden | NoSuchThing | StateConflict | InvalidInput refused) {
            return new Result(email, false, refused.getMessage());
        }
    }
}
