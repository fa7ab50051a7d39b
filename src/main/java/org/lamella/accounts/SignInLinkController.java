package org.lamella.accounts;

import java.time.Instant;
import java.util.EnumSet;
import org.lamella.access.Caller;
import org.lamella.access.Forbidden;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.access.Scope;
import org.lamella.web.PublicUrl;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Gives whoever holds a token a way into the web pages. */
@RestController
class SignInLinkController {
    private final SignInLinks links;
    private final PublicUrl publicUrl;

    SignInLinkController(SignInLinks links, PublicUrl publicUrl) {
        this.links = links;
        this.publicUrl = publicUrl;
    }

    record Link(String url, Instant expiresAt) {}

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/api/v1/sign-in-links")
    @ResponseStatus(HttpStatus.CREATED)
    Link issue(Caller caller) {
        // A session may do all that its account may: a token that may do less must not turn into one.
        if (!caller.scopes().containsAll(EnumSet.allOf(Scope.class))) {
            throw new Forbidden("only a token with every scope may sign in on the web");
        }
        SignInLinks.Code code = links.issue(caller.accountId(), caller.email());
        return new Link(publicUrl.of("/sign-in?code=" + code.text()), code.expiresAt());
    }
}
