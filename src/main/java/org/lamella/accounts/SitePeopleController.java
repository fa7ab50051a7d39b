package org.lamella.accounts;

import java.util.List;
import java.util.Locale;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Role;
import org.lamella.access.Scope;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.Page;
import org.lamella.web.listing.ListRequest;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/sites/{loginBase}/people")
class SitePeopleController {
    private final SitePeople people;

    SitePeopleController(SitePeople people) {
        this.people = people;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping
    Page<Person> list(@PathVariable String loginBase, ListRequest request, Caller caller) {
        return people.list(loginBase, request, caller);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PutMapping("/{email}/roles/{role}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void give(@PathVariable String loginBase, @PathVariable String email, @PathVariable String role, Caller caller) {
        people.give(loginBase, email, role(role), caller);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @DeleteMapping("/{email}/roles/{role}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void take(@PathVariable String loginBase, @PathVariable String email, @PathVariable String role, Caller caller) {
        people.take(loginBase, email, role(role), caller);
    }

    /** @throws InvalidInput when there is no such role */
    static Role role(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "pi" -> Role.PI;
            case "user" -> Role.USER;
            case "tech" -> Role.TECH;
            default ->
                throw new InvalidInput(List.of(FieldError.invalid("role", "must be pi, user or tech, not " + text)));
        };
    }
}
