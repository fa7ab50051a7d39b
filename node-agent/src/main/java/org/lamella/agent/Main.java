package org.lamella.agent;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.lamella.agent.controllink.HostPort;
import org.lamella.agent.controllink.JoinCode;
import org.lamella.agent.network.Seclusion;
import org.lamella.agent.network.Subnet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** The command line of the agent. */
@Command(
        name = "lamella-agent",
        description = "The agent on a node of a Lamella testbed.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            JoinCommand.class,
            MeasureDiskCommand.class,
            RunCommand.class,
            ProcessesCommand.class,
            TeardownCommand.class,
            WhoSentCommand.class
        })
public final class Main {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int UNREACHABLE = 3;
    static final int WRONG_CONTROL_PLANE = 4;

    private static final Logger log = LoggerFactory.getLogger(Main.class);

    private Main() {}

    public static void main(String[] args) {
        LogLine.configure();
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main())
                .registerConverter(HostPort.class, readable(HostPort::parse))
                .registerConverter(JoinCode.class, readable(JoinCode::parse))
                .registerConverter(Subnet.class, readable(Subnet::parse))
                .registerConverter(Seclusion.Opening.class, readable(Seclusion.Opening::parse))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(Main::execute)
                .setExecutionExceptionHandler((failure, at, parsed) -> fail(failure, at));
        line.getCommandSpec().parser().collectErrors(true);
        line.getSubcommands()
                .values()
                .forEach(sub -> sub.getCommandSpec().parser().collectErrors(true));
        return line;
    }

    /** What the jar's manifest says, or {@code development} outside a jar. */
    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"lamella-agent " + version()};
        }
    }

    private static <T> ITypeConverter<T> readable(Function<String, T> parse) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }

    /** All that is wrong with the arguments, at once; otherwise the command. */
    private static int execute(ParseResult parsed) {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandLine at = last.commandSpec().commandLine();
        List<String> errors = Stream.of(parsed, last)
                .distinct()
                .flatMap(result -> result.errors().stream())
                .map(Exception::getMessage)
                .distinct()
                .toList();
        if (!errors.isEmpty()) {
            return say(at, errors, USAGE);
        }
        if (last.commandSpec().userObject() instanceof Main) {
            return say(
                    at,
                    List.of(
                            "name a command: join, run, measure-disk, processes, who-sent or teardown; --help tells more"),
                    USAGE);
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int fail(Exception failure, CommandLine at) {
        if (failure instanceof RuntimeException && !(failure instanceof IllegalArgumentException)) {
            log.error("a defect of the agent", failure);
        }
        return say(at, List.of(String.valueOf(failure.getMessage())), FAILED);
    }

    private static int say(CommandLine at, List<String> lines, int code) {
        PrintWriter err = at.getErr();
        lines.forEach(line -> err.println("lamella-agent: " + line));
        err.flush();
        return code;
    }
}
