package org.lamella.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamella registration …}. */
@Command(name = "registration", description = "People who wait to be let in.")
final class RegistrationCommands {
    private final Actions actions;

    RegistrationCommands(Actions actions) {
        this.actions = actions;
    }

    @Command(description = "List who waits for you.")
    void list(@Mixin ListOptions options) {
        actions.list(
                options,
                Query.of(Api.path("registrations")),
                "id",
                "email",
                "name",
                "site",
                "role",
                "createdAt",
                "words");
    }

    @Command(description = "Let somebody in.")
    void approve(
            @Parameters(paramLabel = "ID", description = "Its number in the list.") long id,
            @Mixin WriteOptions options) {
        actions.write(
                options.post(Api.path("registrations", Long.toString(id), "approve")),
                "registration " + id + " is approved");
    }

    @Command(description = "Do not let somebody in.")
    void reject(
            @Parameters(paramLabel = "ID", description = "Its number in the list.") long id,
            @Option(
                            names = "--reason",
                            paramLabel = "TEXT",
                            required = true,
                            description = "Why; it is mailed to them.")
                    String reason,
            @Mixin WriteOptions options) {
        actions.write(
                options.post(
                        Api.path("registrations", Long.toString(id), "reject"),
                        Body.of("reason", reason).json()),
                "registration " + id + " is rejected");
    }
}
