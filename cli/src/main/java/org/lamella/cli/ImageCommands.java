package org.lamella.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lamella image …}. */
@Command(name = "image", description = "What a sliver's files start from.")
final class ImageCommands {
    private final Actions actions;

    ImageCommands(Actions actions) {
        this.actions = actions;
    }

    @Command(description = "List the images.")
    void list(@Mixin PageOptions options) {
        actions.list(options, Query.of(Api.path("images")), "name", "kind", "source", "description");
    }
}
