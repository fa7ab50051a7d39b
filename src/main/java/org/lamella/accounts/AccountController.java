package org.lamella.accounts;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.Body;
import org.lamella.web.IfMatch;
import org.lamella.web.InvalidInput;
import org.lamella.web.JsonFields;
import org.lamella.web.Page;
import org.lamella.web.Version;
import org.lamella.web.listing.ListRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
class AccountController {
    private final AccountService accounts;
    private final AccountViews views;

    /** What is not sent stays as it is. */
    record AccountChange(@Nullable String name) {}

    AccountController(AccountService accounts, AccountViews views) {
        this.accounts = accounts;
        this.views = views;
    }

    /** Who the caller is. */
    @Permitted(To.SIGNED_IN)
    @GetMapping("/api/v1/account")
    AccountView own(Caller caller) {
        return views.get(caller.email(), caller);
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/api/v1/accounts")
    Page<AccountView> list(@RequestParam(defaultValue = "") String q, ListRequest request, Caller caller) {
        return views.list(q.strip(), request, caller);
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/api/v1/accounts/{email}")
    ResponseEntity<AccountView> show(@PathVariable String email, Caller caller) {
        AccountView account = views.get(email, caller);
        return Version.of(account.version()).showing(account.roles()).answer(account);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PatchMapping("/api/v1/accounts/{email}")
    ResponseEntity<AccountView> change(
            @PathVariable String email,
            IfMatch ifMatch,
            @RequestBody @Body(AccountChange.class) JsonNode body,
            Caller caller) {
        JsonFields fields = JsonFields.of(body);
        Optional<String> name = fields.text("name");
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        name.ifPresent(wanted -> accounts.rename(email, wanted, caller, ifMatch::require));
        return show(email, caller);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/api/v1/accounts/{email}/enable")
    AccountView enable(@PathVariable String email, Caller caller) {
        accounts.enable(email, caller);
        return views.get(email, caller);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/api/v1/accounts/{email}/disable")
    AccountView disable(@PathVariable String email, Caller caller) {
        accounts.disable(email, caller);
        return views.get(email, caller);
    }

    @Permitted(value = To.ADMIN, scope = Scope.PEOPLE)
    @PutMapping("/api/v1/accounts/{email}/admin")
    AccountView makeAdmin(@PathVariable String email, Caller caller) {
        accounts.makeAdmin(email, true, caller);
        return views.get(email, caller);
    }

    @Permitted(value = To.ADMIN, scope = Scope.PEOPLE)
    @DeleteMapping("/api/v1/accounts/{email}/admin")
    AccountView unmakeAdmin(@PathVariable String email, Caller caller) {
        accounts.makeAdmin(email, false, caller);
        return views.get(email, caller);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @DeleteMapping("/api/v1/accounts/{email}/sessions")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endSessions(@PathVariable String email, Caller caller) {
        accounts.endSessions(email, caller);
    }
}
