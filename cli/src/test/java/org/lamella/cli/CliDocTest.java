package org.lamella.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** docs/cli.md is written from the commands, so that it cannot say what they do not do. */
final class CliDocTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "cli.md");
    private static final String WRITE = "lamella.docs.write";
    private static final List<String> EVERYWHERE = List.of("--help", "--output");

    @Test
    void saysWhatTheCommandsDo() throws IOException {
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(DOCUMENT, document());
        }

        assertThat(DOCUMENT)
                .as("written anew with -D" + WRITE + "=true")
                .content()
                .isEqualTo(document());
    }

    private static String document() {
        var lamella = Lamella.commandLine(Console.ofProcess());
        var codes = lamella.getCommandSpec().usageMessage().exitCodeList().entrySet().stream()
                .map(code -> "| " + code.getKey() + " | " + code.getValue() + " |")
                .collect(joining("\n"));
        return introduction(codes)
                + lamella.getSubcommands().values().stream()
                        .map(command -> "\n## " + command.getCommandSpec().qualifiedName() + "\n" + chapter(command))
                        .collect(joining());
    }

    private static String introduction(String codes) {
        return """
            # The command line

            `lamella COMMAND --help` says the same as this page, which a test writes and compares
            (`./mvnw -o -pl cli test -Dtest=CliDocTest -D%s=true` after a change of a command).

            - **Every command** takes `-o json`: the answer as the API gave it, on one line, for programs.
            - **Every list** is read through all its pages, or up to `--limit`. `--fields` and, where a list has them, `--filter` and
              `--sort` are the API's own.
            - **Every change** can be tried by `--dry-run`, and repeated safely by `--idempotency-key KEY`.
            - **A refusal** goes to standard error, all of its reasons at once, with what would do instead.
            - **Times** are typed %s.
            - **Completion** in bash and zsh: `source <(lamella completion)`.

            | exit code | |
            |---|---|
            %s
            """.formatted(WRITE, Moment.FORMS, codes);
    }

    private static String chapter(CommandLine command) {
        var subcommands = command.getSubcommands().values();
        if (subcommands.isEmpty()) {
            return usage(command);
        }
        return "\n" + description(command) + "\n"
                + subcommands.stream()
                        .map(sub -> sub.getSubcommands().isEmpty()
                                ? "\n### " + sub.getCommandSpec().qualifiedName() + "\n" + usage(sub)
                                : chapter(sub))
                        .collect(joining());
    }

    private static String usage(CommandLine command) {
        var spec = command.getCommandSpec();
        var arguments = Stream.concat(
                        spec.positionalParameters().stream(),
                        spec.options().stream().filter(option -> !EVERYWHERE.contains(option.longestName())))
                .map(CliDocTest::line)
                .collect(joining());
        var footer = spec.usageMessage().footer();
        return "\n" + description(command) + "\n" + (arguments.isEmpty() ? "" : "\n" + arguments)
                + (footer.length == 0
                        ? ""
                        : "\n```text\n"
                                + String.join("\n", Arrays.asList(footer)).strip() + "\n```\n");
    }

    private static String line(ArgSpec argument) {
        var name = argument instanceof OptionSpec option ? String.join(", ", option.names()) : argument.paramLabel();
        var value = argument.isOption() && argument.arity().max() > 0 ? " " + argument.paramLabel() : "";
        return "- `" + name + value + "`" + (argument.isOption() && argument.required() ? " (needed)" : "") + ": "
                + text(argument) + "\n";
    }

    private static String text(ArgSpec argument) {
        return String.join(" ", argument.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()));
    }

    private static String description(CommandLine command) {
        return String.join(" ", command.getCommandSpec().usageMessage().description());
    }
}
