package org.lamella.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What pages and documents tell people to type exists: the commands and their options. */
final class ShownCommandsTest {
    private static final List<Path> PLACES =
            List.of(Path.of("..", "frontend-templates"), Path.of("..", "docs"), Path.of("..", "README.md"));
    /** Up to what ends it: a tag, a line, a quoted expression's end, a pipe, or the shell's comment. */
    private static final Pattern SHOWN = Pattern.compile("(?<![\\w/-])lamella ([a-z][a-z-]+[^<\n`|}#&\"]*)");
    /** What a template puts into a command when it is shown. */
    private static final Pattern EXPRESSION = Pattern.compile("' \\+ [^']*? \\+ '|' \\+ [^'}]*(?=})");

    private static final CommandLine LAMELLA = Lamella.commandLine(Console.ofProcess());

    static List<String> commands() throws IOException {
        try (var files = PLACES.stream().flatMap(ShownCommandsTest::files)) {
            return files.flatMap(
                            file -> SHOWN.matcher(EXPRESSION.matcher(read(file)).replaceAll("VALUE"))
                                    .results())
                    .map(found -> found.group(1).replace("\\n", " ").split(" lamella ", 2)[0])
                    .filter(command ->
                            LAMELLA.getSubcommands().containsKey(command.split("\\W", 2)[0]) || command.contains(" --"))
                    .distinct()
                    .toList();
        }
    }

    private static Stream<Path> files(Path place) {
        try (var files = Files.walk(place)) {
            return files
                    .filter(file ->
                            file.toString().endsWith(".html") || file.toString().endsWith(".md"))
                    .filter(file -> !file.endsWith("cli.md"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void isThere(String shown) {
        var words = Arrays.stream(shown.split(" -- ", 2)[0].trim().split("\\s+"))
                .map(word -> word.replaceAll("[').,;:]+$", ""))
                .toList();
        var command = LAMELLA;
        for (var word : words) {
            command = command.getSubcommands().getOrDefault(word, command);
        }

        assertThat(command.getSubcommands()).as("what follows is no command").isEmpty();
        var spec = command.getCommandSpec();
        assertThat(words.stream().filter(word -> word.startsWith("--")).map(word -> word.split("=", 2)[0]))
                .allSatisfy(option -> assertThat(spec.findOption(option)).isNotNull());
    }
}
