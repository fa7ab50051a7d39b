package org.lamella.accounts;

import jakarta.servlet.http.HttpServletRequest;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.Body;
import org.lamella.web.InvalidInput;
import org.lamella.web.JsonFields;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
class PasswordController {
    private final Passwords passwords;

    record NewPassword(String old, String password) {}

    record ResetRequest(String email) {}

    /** @param code from the link in the mail */
    record Reset(String code, String password) {}

    PasswordController(Passwords passwords) {
        this.passwords = passwords;
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PutMapping("/api/v1/account/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void change(@RequestBody @Body(NewPassword.class) JsonNode body, Caller caller) {
        JsonFields fields = JsonFields.of(body);
        String old = fields.text("old").orElse("");
        String wanted = fields.text("password").orElse("");
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        passwords.change(caller, old, wanted, "");
    }

    /** The answer is the same for every address. */
    @Permitted(To.ANYBODY)
    @PostMapping("/api/v1/password-resets")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void askForReset(@RequestBody @Body(ResetRequest.class) JsonNode body, HttpServletRequest request) {
        JsonFields fields = JsonFields.of(body);
        String email = fields.text("email").orElse("");
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        passwords.askForReset(email, request.getRemoteAddr());
    }

    @Permitted(To.ANYBODY)
    @PostMapping("/api/v1/password-resets/redemption")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void reset(@RequestBody @Body(Reset.class) JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        String code = fields.text("code").orElse("");
        String wanted = fields.text("password").orElse("");
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        passwords.reset(code.strip(), wanted);
    }
}
