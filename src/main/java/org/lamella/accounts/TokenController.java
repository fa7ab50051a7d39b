package org.lamella.accounts;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lamella.access.Caller;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.Body;
import org.lamella.web.InvalidInput;
import org.lamella.web.JsonFields;
import org.lamella.web.Page;
import org.lamella.web.listing.ListRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/tokens")
class TokenController {
    private final ApiTokens tokens;

    /** @param token is seen here and never again */
    record NewToken(
            long id,
            String label,
            Set<Scope> scopes,
            @Nullable Instant expiresAt,
            String token) {}

    /**
     * @param scopes what it is to be good for
     * @param days until it expires; 90 unless said
     */
    record TokenWish(
            String label, List<String> scopes, @Nullable Integer days) {}

    TokenController(ApiTokens tokens) {
        this.tokens = tokens;
    }

    /** @param account whose, for admins; the caller's own without it */
    @Permitted(To.SIGNED_IN)
    @GetMapping
    Page<TokenView> list(@RequestParam Optional<String> account, ListRequest request, Caller caller) {
        String email = account.map(EmailAddress::normal).orElse(caller.email());
        if (!email.equals(caller.email())) {
            caller.requireAdmin("see somebody else's tokens");
        }
        return tokens.list(email, request);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<NewToken> issue(@RequestBody @Body(TokenWish.class) JsonNode body, Caller caller) {
        JsonFields fields = JsonFields.of(body);
        TokenRequest request = new TokenRequest(
                fields.text("label").orElse(""),
                fields.texts("scopes").orElse(List.of()),
                Integer.toString(fields.integer("days").orElse(TokenRequest.DEFAULT_DAYS)));
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        ApiTokens.Issued issued = tokens.issue(request, caller);
        TokenView view = issued.view();
        return ResponseEntity.created(URI.create("/api/v1/tokens/" + view.id()))
                .body(new NewToken(view.id(), view.label(), view.scopes(), view.expiresAt(), issued.token()));
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable long id, Caller caller) {
        tokens.revoke(id, caller);
    }
}
