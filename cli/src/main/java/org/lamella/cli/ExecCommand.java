package org.lamella.cli;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamella exec}. */
@Command(
        name = "exec",
        description = "Run a command in a sliver, with this one's standard input, output and error.",
        sortOptions = false,
        customSynopsis = "lamella exec [--node NODE] [--env K=V]… [--cwd DIR] SLICE -- COMMAND…",
        footer = {
            "",
            "Ends with the exit code of the command. Ending this program ends the command, too.",
            "",
            "For example:",
            "  tar c src | lamella exec demo_hello -- tar x -C /root"
        })
final class ExecCommand implements Callable<Integer> {
    private final Lamella lamella;

    @Option(names = "--node", paramLabel = "NODE", description = "In the sliver on this node; needed when several run.")
    private Optional<String> node;

    @Option(names = "--env", paramLabel = "K=V", description = "A variable of its environment.")
    private Map<String, String> environment = new TreeMap<>();

    @Option(
            names = "--cwd",
            paramLabel = "DIR",
            defaultValue = "/",
            description = "The folder it starts in (default: ${DEFAULT-VALUE}).")
    private String workingDirectory;

    @Parameters(index = "0", paramLabel = "SLICE", description = "The slice.")
    private String slice;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND", description = "The command and its arguments.")
    private List<String> command;

    ExecCommand(Lamella lamella) {
        this.lamella = lamella;
    }

    @Override
    public Integer call() {
        var api = lamella.api();
        var request = Json.object();
        request.set("command", Json.array(command));
        var variables = request.putObject("environment");
        environment.forEach(variables::put);
        request.put("workingDirectory", workingDirectory);
        var path = Api.path("slices", slice, "slivers", node.orElseGet(() -> onlyRunning(api)), "exec");
        return api.exec().run(path, request, lamella.console());
    }

    private String onlyRunning(Api api) {
        var slivers = Json.items(api.list(Api.path("slices", slice, "slivers")), "items").stream()
                .map(Sliver::of)
                .toList();
        var running = slivers.stream()
                .filter(sliver -> sliver.state().equals("RUNNING"))
                .toList();
        if (running.size() == 1) {
            return running.getFirst().node();
        }
        if (running.isEmpty()) {
            throw Failure.refused("no sliver of " + slice + " is running"
                    + slivers.stream().map(sliver -> "\n  " + sliver.line()).collect(joining()));
        }
        throw Failure.usage(slice + " has " + running.size() + " running slivers, say which by --node: "
                + running.stream().map(Sliver::node).collect(joining(", ")));
    }
}
