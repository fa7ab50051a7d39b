package org.lamella.cli;

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
        customSynopsis = "lamella exec [-t] [--node NODE] [--env K=V]… [--cwd DIR] SLICE -- COMMAND…",
        footer = {
            "",
            "Ends with the exit code of the command. Ending this program ends the command, too.",
            "",
            "For example:",
            "  tar c src | lamella exec demo_hello -- tar x -C /root",
            "  lamella exec -t demo_hello -- sh"
        })
final class ExecCommand implements Callable<Integer> {
    private final Lamella lamella;

    @Option(
            names = {"-t", "--tty"},
            description =
                    "The command gets a terminal, of this one's size; keys go to it as they are pressed, Ctrl-C too.")
    private boolean tty;

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
        if (tty) {
            var size = lamella.console().terminal().size();
            request.putObject("terminal")
                    .put("type", lamella.console().environment().getOrDefault("TERM", "xterm-256color"))
                    .put("columns", size.columns())
                    .put("rows", size.rows());
        }
        var path = Api.path("slices", slice, "slivers", node.orElseGet(() -> Sliver.onlyRunning(api, slice)), "exec");
        return api.exec().run(path, request, lamella.console());
    }
}
