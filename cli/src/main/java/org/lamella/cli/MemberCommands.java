package org.lamella.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lamella slice members …}. */
@Command(name = "members", description = "Who works with a slice.")
final class MemberCommands {
    private static final String SLICE = "The slice.";
    private static final String EMAIL = "The person's mail address.";

    private final Actions actions;

    MemberCommands(Actions actions) {
        this.actions = actions;
    }

    @Command(description = "List a slice's members.")
    void list(@Parameters(paramLabel = "SLICE", description = SLICE) String slice) {
        actions.list(Api.path("slices", slice, "members"), "email", "name", "sites", "since");
    }

    @Command(description = "Make somebody a member.")
    void add(
            @Parameters(index = "0", paramLabel = "SLICE", description = SLICE) String slice,
            @Parameters(index = "1", paramLabel = "EMAIL", description = EMAIL) String email,
            @Mixin WriteOptions options) {
        actions.write(
                options.post(
                        Api.path("slices", slice, "members"),
                        Body.of("email", email).json()),
                email + " is a member of " + slice);
    }

    @Command(description = "Take somebody off a slice.")
    void remove(
            @Parameters(index = "0", paramLabel = "SLICE", description = SLICE) String slice,
            @Parameters(index = "1", paramLabel = "EMAIL", description = EMAIL) String email,
            @Mixin WriteOptions options) {
        actions.write(
                options.delete(Api.path("slices", slice, "members", email)),
                email + " is no longer a member of " + slice);
    }
}
