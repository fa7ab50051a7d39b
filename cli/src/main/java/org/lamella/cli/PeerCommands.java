package org.lamella.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lamella slice peers …}. */
@Command(
        name = "peers",
        description = "Slices that may reach the addresses of a slice's slivers; both must let each other.")
final class PeerCommands {
    private static final String SLICE = "The slice.";
    private static final String PEER = "The other slice.";

    private final Actions actions;

    PeerCommands(Actions actions) {
        this.actions = actions;
    }

    @Command(description = "List the slices that a slice lets reach it.")
    void list(@Parameters(paramLabel = "SLICE", description = SLICE) String slice) {
        actions.list(Api.path("slices", slice, "peers"), "slice", "mutual", "since");
    }

    @Command(description = "Let another slice reach this one.")
    void let(
            @Parameters(index = "0", paramLabel = "SLICE", description = SLICE) String slice,
            @Parameters(index = "1", paramLabel = "PEER", description = PEER) String peer,
            @Mixin WriteOptions options) {
        actions.write(
                options.put(Api.path("slices", slice, "peers", peer)),
                slice + " lets " + peer + " reach it; it is in force when that lets this one, too");
    }

    @Command(description = "Bar another slice.")
    void bar(
            @Parameters(index = "0", paramLabel = "SLICE", description = SLICE) String slice,
            @Parameters(index = "1", paramLabel = "PEER", description = PEER) String peer,
            @Mixin WriteOptions options) {
        actions.write(options.delete(Api.path("slices", slice, "peers", peer)), peer + " no longer reaches " + slice);
    }
}
