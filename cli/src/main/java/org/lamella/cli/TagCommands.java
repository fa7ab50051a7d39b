package org.lamella.cli;

import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lamella slice tags …}. */
@Command(name = "tags", description = "Words about a slice, each with a value.")
final class TagCommands {
    private static final String SLICE = "The slice.";

    private final Actions actions;

    TagCommands(Actions actions) {
        this.actions = actions;
    }

    /** A tag's name may have slashes in it, which stay as they are in a path. */
    private static String path(String slice, String name) {
        var tags = Stream.concat(Stream.of("slices", slice, "tags"), Stream.of(name.split("/", -1)));
        return Api.path(tags.toArray(String[]::new));
    }

    @Command(description = "List a slice's tags.")
    void list(@Parameters(paramLabel = "SLICE", description = SLICE) String slice) {
        actions.list(Api.path("slices", slice, "tags"), "name", "value");
    }

    @Command(description = "Set a tag.")
    void set(
            @Parameters(index = "0", paramLabel = "SLICE", description = SLICE) String slice,
            @Parameters(index = "1", paramLabel = "NAME=VALUE", description = "The tag; NAME alone has no value.")
                    String tag,
            @Mixin WriteOptions options) {
        var parts = tag.split("=", 2);
        var body = Body.of("value", parts.length == 2 ? parts[1] : "").json();
        actions.write(options.put(path(slice, parts[0]), body), slice + " has the tag " + tag);
    }

    @Command(description = "Remove a tag.")
    void remove(
            @Parameters(index = "0", paramLabel = "SLICE", description = SLICE) String slice,
            @Parameters(index = "1", paramLabel = "NAME", description = "The tag's name.") String name,
            @Mixin WriteOptions options) {
        actions.write(options.delete(path(slice, name)), slice + " no longer has the tag " + name);
    }
}
