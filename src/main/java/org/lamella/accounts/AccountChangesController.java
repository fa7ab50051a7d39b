package org.lamella.accounts;

import java.util.ArrayList;
import java.util.List;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.Body;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.JsonFields;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Not below {@code /accounts}: there it could be somebody's address. */
@RestController
class AccountChangesController {
    private final AccountChanges changes;

    /**
     * @param accounts their mail addresses, 500 at most
     * @param action {@code enable} or {@code disable}
     */
    record Wanted(List<String> accounts, String action) {}

    /** One result for each account, in the order in which they were sent. */
    record Results(List<AccountChanges.Result> results) {
        Results {
            results = List.copyOf(results);
        }
    }

    AccountChangesController(AccountChanges changes) {
        this.changes = changes;
    }

    /** Enables or disables several people: one that is refused keeps no other from it. */
    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/api/v1/account-changes")
    Results change(@RequestBody @Body(Wanted.class) JsonNode body, Caller caller) {
        JsonFields fields = JsonFields.of(body);
        List<String> accounts = fields.texts("accounts").orElse(List.of());
        String action = fields.text("action").orElse("");
        List<FieldError> errors = new ArrayList<>(fields.refuseOthers().errors());
        if (accounts.isEmpty() && errors.isEmpty()) {
            errors.add(FieldError.invalid("accounts", "is needed: the mail addresses of those who are meant"));
        }
        InvalidInput.throwIfAny(errors);
        return new Results(changes.each(caller, accounts, action));
    }
}
