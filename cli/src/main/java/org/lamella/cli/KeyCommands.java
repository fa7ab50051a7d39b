package org.lamella.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lamella key …}. */
@Command(name = "key", description = "Your ssh keys.")
final class KeyCommands {
    private final Actions actions;

    KeyCommands(Actions actions) {
        this.actions = actions;
    }

    @Command(description = "List your ssh keys.")
    void list(@Mixin ListOptions options) {
        actions.list(options, Query.of(Api.path("ssh-keys")), "id", "type", "fingerprint", "comment", "createdAt");
    }

    @Command(description = "Add a public ssh key.")
    void add(
            @Parameters(paramLabel = "FILE", description = "Such as ~/.ssh/id_ed25519.pub; - for standard input.")
                    String file,
            @Mixin WriteOptions options) {
        var body = Body.of("key", publicKey(file)).json();
        actions.write(
                options.post(Api.path("ssh-keys"), body),
                key -> List.of("key " + Json.text(key, "fingerprint", "?") + " added"));
    }

    /** A private key given by mistake stays on this machine. */
    private String publicKey(String file) {
        var text = actions.lamella().console().read(file).strip();
        if (text.contains("PRIVATE KEY")) {
            throw Failure.usage(file + " holds a private key, which nobody else must have; it was not sent."
                    + " The public one is usually in " + file + ".pub");
        }
        return text;
    }

    @Command(description = "Remove one of your ssh keys.")
    void remove(
            @Parameters(paramLabel = "ID", description = "Its number in the list.") long id,
            @Mixin WriteOptions options) {
        actions.write(options.delete(Api.path("ssh-keys", Long.toString(id))), "key " + id + " is removed");
    }
}
