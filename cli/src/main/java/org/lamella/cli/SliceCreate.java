package org.lamella.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code lamella slice create}. */
@Command(
        name = "create",
        description = "Ask for a slice.",
        sortOptions = false,
        footer = {"", "For example:", "  lamella slice create demo_hello --nodes node1,node2 --wait"})
final class SliceCreate implements Runnable {
    private final Lamella lamella;

    @Parameters(paramLabel = "NAME", description = "Its name, SITE_WORD, such as demo_hello.")
    private String name;

    @Option(
            names = "--nodes",
            paramLabel = "N|NODE,…",
            defaultValue = "1",
            description = "On how many nodes, or on which (default: ${DEFAULT-VALUE}).")
    private String nodes;

    @Option(names = "--image", paramLabel = "IMAGE", description = "What its files start from ('lamella image list').")
    private Optional<String> image;

    @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
    private Optional<String> description;

    @Option(names = "--url", paramLabel = "URL", description = "Where to read more about it.")
    private Optional<String> url;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            arity = "0..1",
            converter = WaitTime.class,
            preprocessor = WaitTime.OnlyAttached.class,
            description = "Wait until all its slivers run, at most so long (" + WaitTime.USUAL + " without a TIME).")
    private Optional<Duration> wait;

    @Mixin
    private WriteOptions options;

    SliceCreate(Lamella lamella) {
        this.lamella = lamella;
    }

    @Override
    public void run() {
        var asked = lamella.console().clock().instant();
        var write = options.post(Api.path("slices"), request());
        if (wait.isEmpty() || write.dryRun()) {
            new Actions(lamella)
                    .write(
                            write,
                            slice -> List.of("slice " + name + " created, "
                                    + slivers(Json.number(slice.path("slivers"), "wanted")) + " wanted"));
            return;
        }
        var api = lamella.api();
        api.write(write);
        var running = await(api, wait.get()).size();
        var took = Duration.between(asked, lamella.console().clock().instant());
        lamella.answer(
                api.get(Api.path("slices", name)),
                List.of("slice " + name + " created, " + slivers(running) + " running after " + took.toMillis()
                        + " ms"));
    }

    private List<Sliver> await(Api api, Duration limit) {
        try (var progress = new Progress(lamella.console())) {
            return new SliverWait(api, progress, lamella.console().clock()).untilRunning(name, limit);
        }
    }

    private JsonNode request() {
        var request = Json.object().put("name", name);
        image.ifPresent(value -> request.put("image", value));
        description.ifPresent(value -> request.put("description", value));
        url.ifPresent(value -> request.put("url", value));
        if (nodes.matches("\\d{1,9}")) {
            request.putObject("slivers").put("count", Integer.parseInt(nodes));
        } else {
            request.putObject("slivers").set("nodes", Json.array(List.of(nodes.split(",", -1))));
        }
        return request;
    }

    private static String slivers(long count) {
        return count == 1 ? "1 sliver" : count + " slivers";
    }
}
