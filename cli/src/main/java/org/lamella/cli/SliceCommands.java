package org.lamella.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamella slice …}, but for what has a class of its own. */
@Command(name = "slice", description = "Ask for slices, look at them, keep them, and give them back.")
final class SliceCommands {
    private static final String NAME = "The slice.";

    private final Actions actions;

    SliceCommands(Actions actions) {
        this.actions = actions;
    }

    @Command(description = "List the slices that you may see.")
    void list(@Mixin ListOptions options) {
        actions.list(
                options,
                Query.of(Api.path("slices")),
                "name",
                "site",
                "slivers",
                "state",
                "image",
                "createdAt",
                "expiresAt",
                "stoppedReason");
    }

    @Command(description = "Show one slice and its slivers.")
    void show(@Parameters(paramLabel = "NAME", description = NAME) String name) {
        var api = actions.lamella().api();
        var slice = api.get(Api.path("slices", name));
        var slivers = api.list(Api.path("slices", name, "slivers"));
        var lines = new ArrayList<>(actions.cells().facts(slice));
        lines.add("");
        lines.addAll(actions.cells().table(Json.items(slivers, "items"), SliverCommands.COLUMNS));
        actions.lamella().answer(slice, lines);
    }

    @Command(description = "Ask the PIs of a site for a slice ('lamella request' shows what came of it).")
    void request(
            @Parameters(paramLabel = "NAME", description = "Its name, SITE_WORD.") String name,
            @Option(names = "--description", paramLabel = "TEXT", required = true, description = "What it is for.")
                    String description,
            @Option(names = "--url", paramLabel = "URL", required = true, description = "Where to read more.")
                    String url,
            @Option(names = "--image", paramLabel = "IMAGE", description = "What its files start from.")
                    Optional<String> image,
            @Mixin WriteOptions options) {
        var body = Body.of("name", name)
                .with("description", description)
                .with("url", url)
                .with("image", image)
                .json();
        actions.write(
                options.post(Api.path("slice-requests"), body),
                request -> List.of("request " + Json.text(request, "id", "?") + " for " + name + " waits for a PI of "
                        + Json.text(request, "site", "its site")));
    }

    @Command(description = "Change a slice; what is not given stays as it is.")
    void update(
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
                    Optional<String> description,
            @Option(names = "--url", paramLabel = "URL", description = "Where to read more.") Optional<String> url,
            @Option(names = "--image", paramLabel = "IMAGE", description = "What its future slivers start from.")
                    Optional<String> image,
            @Option(
                            names = "--initscript",
                            paramLabel = "FILE",
                            description = "A script that its slivers run at every start; - for standard input.")
                    Optional<String> initscript,
            @Option(
                            names = "--first-initscript",
                            paramLabel = "FILE",
                            description = "A script that they run before it, at the first start on a new disk.")
                    Optional<String> firstInitscript,
            @Mixin WriteOptions options) {
        var body = new Body()
                .with("description", description)
                .with("url", url)
                .with("image", image)
                .with("initscript", initscript.map(actions.lamella().console()::read))
                .with("firstInitscript", firstInitscript.map(actions.lamella().console()::read))
                .needed("--description, --url, --image, --initscript, --first-initscript");
        actions.write(options.patch(Api.path("slices", name), body), "slice " + name + " changed");
    }

    @Command(description = "Print the script that a slice's slivers run at every start.")
    void initscript(
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Option(names = "--first", description = "The one for the first start on a new disk instead.")
                    boolean first) {
        var script = actions.lamella().api().get(Api.path("slices", name, "initscript"));
        actions.lamella()
                .answer(
                        script,
                        Json.text(script, first ? "first" : "text", "").lines().toList());
    }

    @Command(description = "Keep a slice for longer, as long as is allowed unless --until says otherwise.")
    void renew(
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Option(names = "--until", paramLabel = "TIME", description = "Until then, " + Moment.FORMS + ".")
                    Optional<String> until,
            @Mixin WriteOptions options) {
        var body = new Body().with("until", until.map(actions::moment)).json();
        actions.write(options.post(Api.path("slices", name, "renewal"), body), renewed -> {
            var granted = Json.text(renewed, "expiresAt", "?");
            return List.of("slice " + name + " is granted until " + granted + ", "
                    + actions.ages().of(granted));
        });
    }

    @Command(description = "Stop a slice; its files stay.")
    void suspend(
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; it is mailed.")
                    String reason,
            @Mixin WriteOptions options) {
        actions.write(
                options.post(
                        Api.path("slices", name, "suspension"),
                        Body.of("reason", reason).json()),
                "slice " + name + " is suspended");
    }

    @Command(description = "End a slice's suspension.")
    void resume(@Parameters(paramLabel = "NAME", description = NAME) String name, @Mixin WriteOptions options) {
        actions.write(
                options.delete(Api.path("slices", name, "suspension")), "slice " + name + " is no longer suspended");
    }
}
