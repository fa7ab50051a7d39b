package org.lamella.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamella image …}. */
@Command(name = "image", description = "What a sliver's files start from.")
final class ImageCommands {
    private static final String IMAGE = "The image.";

    private final Actions actions;

    ImageCommands(Actions actions) {
        this.actions = actions;
    }

    /** Where an archive comes from. */
    static final class FromArchive {
        @Option(
                names = "--file",
                paramLabel = "FILE",
                required = true,
                description = "A tar, compressed or not, of a root file system or of a folder in OCI layout.")
        private Path file;

        @Option(
                names = "--digest",
                paramLabel = "DIGEST",
                required = true,
                description = "sha256:… of an archive that is there already.")
        private String digest;

        /** The archive's digest, after it was brought where it was not there. */
        private String brought(Actions actions, WriteOptions options) {
            return digest == null ? new ArchiveUpload(actions.lamella()).bring(file, options.dryRun()) : digest;
        }
    }

    /** What an image is made from. */
    static final class Source {
        @ArgGroup(exclusive = true, multiplicity = "0..1")
        private FromArchive archive;

        @Option(
                names = "--suite",
                paramLabel = "SUITE",
                required = true,
                description = "A Debian suite, such as bookworm, that each node makes with debootstrap.")
        private String suite;
    }

    @Command(description = "List the images.")
    void list(@Mixin PageOptions options) {
        actions.list(
                options,
                Query.of(Api.path("images")),
                "name",
                "kind",
                "source",
                "archiveBytes",
                "slices",
                "nodes",
                "description");
    }

    @Command(description = "Show one image.")
    void show(@Parameters(paramLabel = "IMAGE", description = IMAGE) String image) {
        actions.show(Api.path("images", image));
    }

    @Command(description = "What images a node holds, and what they take there.")
    void on(@Parameters(paramLabel = "NODE", description = "The node.") String node) {
        actions.show(Api.path("nodes", node, "images"));
    }

    @Command(description = "Add an image: from an archive, or from a Debian suite; for admins.")
    void add(
            @Parameters(paramLabel = "IMAGE", description = "Its name.") String image,
            @ArgGroup(multiplicity = "1") Source source,
            @Option(names = "--description", paramLabel = "TEXT", description = "What it is good for.")
                    Optional<String> description,
            @Mixin WriteOptions options) {
        var body = source.suite != null
                ? Body.of("name", image).with("kind", "DEBOOTSTRAP").with("source", source.suite)
                : Body.of("name", image)
                        .with("kind", "ARCHIVE")
                        .with("source", source.archive.brought(actions, options));
        actions.write(
                options.post(
                        Api.path("images"),
                        body.with("description", description).json()),
                answer -> List.of("image " + image + " is " + Json.text(answer, "source", "there")));
    }

    @Command(
            description =
                    "Make an image's name lead to another archive; for admins. Slivers that are there stay on what they"
                            + " have, new ones get the new one.")
    void replace(
            @Parameters(paramLabel = "IMAGE", description = IMAGE) String image,
            @ArgGroup(multiplicity = "1") FromArchive archive,
            @Mixin WriteOptions options) {
        var body = Body.of("digest", archive.brought(actions, options)).json();
        actions.write(
                options.put(Api.path("images", image, "archive"), body),
                answer -> List.of("image " + image + " is now " + Json.text(answer, "source", "another")));
    }

    @Command(description = "Delete an image that no slice needs; for admins.")
    void delete(@Parameters(paramLabel = "IMAGE", description = IMAGE) String image, @Mixin WriteOptions options) {
        actions.write(options.delete(Api.path("images", image)), "image " + image + " is deleted");
    }
}
