package org.lamella.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamella key blocked …}. */
@Command(name = "blocked", description = "ssh keys that nobody may use; for admins.")
final class BlockedKeyCommands {
    private final Actions actions;

    BlockedKeyCommands(Actions actions) {
        this.actions = actions;
    }

    @Command(description = "List the blocked keys.")
    void list(@Mixin ListOptions options) {
        actions.list(options, Query.of(Api.path("blocked-ssh-keys")), "fingerprint", "reason", "blockedAt");
    }

    @Command(description = "Block a key: whoever has it loses it, and is mailed.")
    void add(
            @Parameters(paramLabel = "KEY", description = "Its fingerprint, SHA256:…, or the public key.") String key,
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.") String reason,
            @Mixin WriteOptions options) {
        var body = Body.of("key", key).with("reason", reason).json();
        actions.write(options.post(Api.path("blocked-ssh-keys"), body), "the key is blocked");
    }

    @Command(description = "Let a key be used again.")
    void remove(
            @Parameters(paramLabel = "FINGERPRINT", description = "SHA256:… as the list shows it.") String fingerprint,
            @Mixin WriteOptions options) {
        var query = Query.of(Api.path("blocked-ssh-keys")).with("fingerprint", Optional.of(fingerprint));
        actions.write(options.delete(query.line()), "the key is no longer blocked");
    }
}
