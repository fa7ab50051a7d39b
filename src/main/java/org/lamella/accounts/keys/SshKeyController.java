package org.lamella.accounts.keys;

import java.net.URI;
import java.util.Optional;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
class SshKeyController {
    private final SshKeys keys;
    private final BlockedKeys blocked;

    /** @param key a line as it stands in an {@code id_*.pub} file */
    record NewKey(String key) {}

    /** @param key a public key, or the fingerprint of one */
    record KeyToBlock(String key, String reason) {}

    SshKeyController(SshKeys keys, BlockedKeys blocked) {
        this.keys = keys;
        this.blocked = blocked;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/api/v1/ssh-keys")
    Page<SshKeyView> list(Caller caller, ListRequest request) {
        return keys.list(caller.accountId(), request);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @PostMapping("/api/v1/ssh-keys")
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<SshKeyView> add(@RequestBody @Body(NewKey.class) JsonNode body, Caller caller) {
        JsonFields fields = JsonFields.of(body);
        Optional<String> key = fields.text("key");
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        SshKeyView added = keys.add(key.orElse(""), caller);
        return ResponseEntity.created(URI.create("/api/v1/ssh-keys/" + added.id()))
                .body(added);
    }

    @Permitted(value = To.SIGNED_IN, scope = Scope.PEOPLE)
    @DeleteMapping("/api/v1/ssh-keys/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable long id, Caller caller) {
        keys.remove(id, caller);
    }

    @Permitted(To.ADMIN)
    @GetMapping("/api/v1/blocked-ssh-keys")
    Page<BlockedKeys.Blocked> listBlocked(ListRequest request) {
        return blocked.list(request);
    }

    @Permitted(value = To.ADMIN, scope = Scope.PEOPLE)
    @PostMapping("/api/v1/blocked-ssh-keys")
    @ResponseStatus(HttpStatus.CREATED)
    BlockedKeys.Blocked block(@RequestBody @Body(KeyToBlock.class) JsonNode body, Caller caller) {
        JsonFields fields = JsonFields.of(body);
        String key = fields.text("key").orElse("");
        String reason = fields.text("reason").orElse("");
        InvalidInput.throwIfAny(fields.refuseOthers().errors());
        return blocked.block(key, reason, caller);
    }

    /** The fingerprint is a parameter: it may hold slashes. */
    @Permitted(value = To.ADMIN, scope = Scope.PEOPLE)
    @DeleteMapping("/api/v1/blocked-ssh-keys")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unblock(@RequestParam String fingerprint, Caller caller) {
        blocked.unblock(fingerprint, caller);
    }
}
