package org.lamella.accounts;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.Body;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.JsonFields;
import org.lamella.web.Page;
import org.lamella.web.Reason;
import org.lamella.web.listing.ListRequest;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/registrations")
class RegistrationController {
    private final RegistrationDesk desk;
    private final WaitingRegistrations waiting;

    /** @param next what happens now, for the person */
    record Taken(String next) {}

    /**
     * @param site its login base
     * @param role {@code user} or {@code tech}; user unless said
     * @param words for those who decide
     */
    record NewRegistration(
            String email,
            String name,
            String site,
            String password,
            @Nullable String role,
            @Nullable String words) {}

    /** @param code from the link in the mail */
    record Proof(String code) {}

    RegistrationController(RegistrationDesk desk, WaitingRegistrations waiting) {
        this.desk = desk;
        this.waiting = waiting;
    }

    @Permitted(To.ANYBODY)
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    Taken ask(@RequestBody @Body(NewRegistration.class) JsonNode body, HttpServletRequest request) {
        JsonFields fields = JsonFields.of(body);
        RegistrationRequest asked = new RegistrationRequest(
                fields.text("email").orElse(""),
                fields.text("name").orElse(""),
                fields.text("site").orElse(""),
                fields.text("role").orElse("user"),
                fields.text("words").orElse(""));
        String password = fields.text("password").orElse("");
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        desk.ask(asked, password, request.getRemoteAddr());
        return new Taken("a mail was sent to " + asked.email() + " that says how to go on");
    }

    @Permitted(To.ANYBODY)
    @PostMapping("/verification")
    Taken verify(@RequestBody @Body(Proof.class) JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        String code = fields.text("code").orElse("");
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        Registration registration = desk.verify(code.strip())
                .orElseThrow(() -> new InvalidInput(List.of(FieldError.invalid(
                        "code", "is not valid: it was used, it is older than 24 hours, or it was never given out"))));
        return new Taken("a PI of " + registration.site() + " was asked to approve the account");
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping
    Page<Registration> list(ListRequest request, Caller caller) {
        return waiting.list(caller, request);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/{id}/approve")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void approve(@PathVariable long id, Caller caller) {
        waiting.approve(id, caller);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/{id}/reject")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void reject(@PathVariable long id, @RequestBody @Body(Reason.class) JsonNode body, Caller caller) {
        JsonFields fields = JsonFields.of(body);
        String reason = fields.text("reason").orElse("");
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        waiting.reject(id, reason, caller);
    }
}
