package org.lamella.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** On which nodes: by name, or how many of those that fit. */
final class Where {
    @Option(
            names = "--nodes",
            paramLabel = "NODE[=IMAGE],…",
            split = ",",
            description = "On these; one with an image of its own as NODE=IMAGE.")
    private List<String> nodes = List.of();

    @Option(names = "--count", paramLabel = "N", description = "On so many of those that fit.")
    private Optional<Integer> count = Optional.empty();

    @Option(names = "--min", paramLabel = "N", description = "Go on when at least so many can; else it is all or none.")
    private Optional<Integer> min = Optional.empty();

    @Option(names = "--spread", paramLabel = "site", description = "Evenly over the sites.")
    private Optional<String> spread = Optional.empty();

    @Option(names = "--label", paramLabel = "NAME[=VALUE],…", split = ",", description = "With all these labels.")
    private List<String> labels = List.of();

    @Option(names = "--group", paramLabel = "GROUP,…", split = ",", description = "In all these groups.")
    private List<String> groups = List.of();

    @Option(names = "--site", paramLabel = "SITE,…", split = ",", description = "At one of these sites.")
    private List<String> sites = List.of();

    @Option(names = "--country", paramLabel = "CC,…", split = ",", description = "In one of these countries.")
    private List<String> countries = List.of();

    @Option(names = "--state", paramLabel = "STATE,…", split = ",", description = "In one of these states.")
    private List<String> states = List.of();

    @Option(names = "--free-cpus", paramLabel = "N", description = "With so many CPUs that nobody has reserved.")
    private Optional<Integer> freeCpus = Optional.empty();

    @Option(
            names = "--free-memory",
            paramLabel = "BYTES",
            description = "With so much memory that nobody has reserved.")
    private Optional<Long> freeMemory = Optional.empty();

    @Option(names = "--max-slivers", paramLabel = "N", description = "That have no more slivers than that.")
    private Optional<Integer> maxSlivers = Optional.empty();

    /** @throws Failure with {@link ExitCode#USAGE} when nothing says where */
    JsonNode body() {
        var selector = new Body()
                .texts("labels", labels)
                .texts("groups", groups)
                .texts("sites", sites)
                .texts("countries", countries)
                .texts("states", states)
                .number("freeCpus", freeCpus)
                .number("freeMemoryBytes", freeMemory)
                .number("maxSlivers", maxSlivers);
        var body = new Body()
                .number("count", count)
                .object("selector", selector)
                .with("spread", spread)
                .number("min", min)
                .json();
        if (!nodes.isEmpty()) {
            ((ObjectNode) body).set("nodes", named());
        }
        if (body.path("nodes").isEmpty() && body.path("count").isMissingNode()) {
            throw Failure.usage("where to? Say --nodes NODE,… or --count N");
        }
        return body;
    }

    private ArrayNode named() {
        var array = Json.array(List.of());
        nodes.forEach(node -> {
            var parts = node.split("=", 2);
            if (parts.length == 1) {
                array.add(node);
            } else {
                array.addObject().put("name", parts[0]).put("image", parts[1]);
            }
        });
        return array;
    }
}
