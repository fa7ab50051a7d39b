package org.lamella.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;
import tools.jackson.databind.JsonNode;

/** The command {@code lamella} itself: what all commands share, and the tree of them. */
@Command(
        name = "lamella",
        description = {"Slices of a testbed, from the command line.", ""},
        versionProvider = Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the server refused; standard error says why",
            "2:the command line or the configuration is wrong",
            "3:the server cannot be reached",
            "4:waited, and slivers did not settle or failed; standard error names them",
            "exec:ends with the exit code of the command that it ran, as ssh does"
        },
        footer = {
            "",
            "The server and the token are read from the file that LAMELLA_CONFIG names, or else from",
            ".lamella/dev/cli.json, which './lamella dev' writes, or else from what 'lamella login' has kept.",
            "",
            "For example:",
            "  lamella slice create demo_hello --nodes 1 --wait",
            "  lamella exec demo_hello -- hostname"
        })
final class Lamella implements Runnable {
    private static final OptionSpec VERSION = OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("Print the version.")
            .build();
    /** On every command. */
    private static final OptionSpec HELP = OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .scopeType(ScopeType.INHERIT)
            .description("Show this help.")
            .build();

    private final Console console;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            scope = ScopeType.INHERIT,
            description =
                    "Write answers as ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}); json is the API's own.")
    private Format format;

    private Api api;

    private Lamella(Console console) {
        this.console = console;
    }

    /** @param arguments what will be executed; without any, the whole tree of commands is there */
    static CommandLine commandLine(Console console, String... arguments) {
        var lamella = new Lamella(console);
        var commands = new CommandLine(lamella);
        commands.getCommandSpec().addOption(VERSION).addOption(HELP);
        new Branches(lamella, new Actions(lamella)).growOn(commands, arguments);
        return commands.setCaseInsensitiveEnumValuesAllowed(true)
                // An argument @name belongs to the command that exec runs, it names no file of arguments.
                .setExpandAtFiles(false)
                .setUsageHelpAutoWidth(false)
                .setExecutionStrategy(lamella::execute)
                .setParameterExceptionHandler((e, words) -> lamella.misused(e))
                .setExecutionExceptionHandler((e, command, parsed) -> lamella.failed(e));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    Console console() {
        return console;
    }

    /** The API that this run of the program talks to; closed when the command has ended. */
    Api api() {
        if (api == null) {
            api = new Api(Configuration.find(console.environment(), console.home()));
        }
        return api;
    }

    Ages ages() {
        return new Ages(console.clock());
    }

    /** Writes an answer: the document itself, or the lines that say the same to a person. */
    void answer(JsonNode document, List<String> lines) {
        switch (format) {
            case JSON -> console.print(document.toString());
            case TABLE -> lines.forEach(console::print);
        }
    }

    private int execute(ParseResult parsed) {
        try {
            return new CommandLine.RunLast().execute(parsed);
        } finally {
            if (api != null) {
                api.close();
            }
        }
    }

    private int misused(ParameterException e) {
        var command = e.getCommandLine();
        console.complain("lamella: " + e.getMessage());
        if (e instanceof UnmatchedArgumentException unmatched) {
            unmatched.getSuggestions().stream()
                    .findFirst()
                    .ifPresent(name -> console.complain("Did you mean " + name + "?"));
        }
        console.complain("Usage: " + command.getHelp().synopsis(0).strip());
        console.complain("More by '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    private int failed(Exception e) throws Exception {
        if (e instanceof Failure failure) {
            console.complain(
                    "lamella: " + Optional.ofNullable(failure.getMessage()).orElse("failed"));
            return failure.exitCode();
        }
        throw e;
    }
}
