package org.lamella.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs each command of {@code commands.txt} and looks at what it asks of the server. */
final class EveryCommandTest {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    /** They ask nothing of the server that they are configured for. */
    private static final Set<String> LOCAL = Set.of("login", "completion");

    /** @param request method, path and body, as in the file */
    record Example(List<String> words, String request) {
        static Example of(String line, String request) {
            var words = WORD.matcher(line)
                    .results()
                    .map(word -> Objects.requireNonNullElse(word.group(1), word.group(2)))
                    .toList();
            return new Example(words, request);
        }

        String path() {
            return request.split(" ", 3)[1];
        }

        String body() {
            var parts = request.split(" ", 3);
            return parts.length == 3 ? parts[2] : "";
        }

        @Override
        public String toString() {
            return String.join(" ", words);
        }
    }

    @TempDir
    private Path folder;

    static List<Example> examples() {
        try (var file = EveryCommandTest.class.getResourceAsStream("commands.txt")) {
            var lines = new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
            var examples = new ArrayList<Example>();
            for (int i = 0; i < lines.size(); i += 2) {
                examples.add(Example.of(lines.get(i), lines.get(i + 1).strip()));
            }
            return examples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void asksOfTheServerWhatIsWrittenDown(Example example) throws IOException {
        try (var server = new FakeServer()) {
            var method = example.request().split(" ", 2)[0];
            server.on(method + " " + example.path(), example.path().endsWith("/events") ? 204 : 200, "");

            var run = new CommandRun(folder)
                    .input(new ByteArrayInputStream("from standard input".getBytes(UTF_8)))
                    .run(server.port(), example.words().toArray(String[]::new));

            assertThat(server.requests()).as(run.err()).isNotEmpty();
            var request = server.requests().getFirst();
            assertThat(request.line()).isEqualTo(method + " " + example.path());
            assertThat(request.body().isEmpty() ? "" : request.json().toString())
                    .isEqualTo(example.body());
        }
    }

    @Test
    void knowsEveryCommand() {
        var shown = examples().stream().map(Example::toString).toList();

        assertThat(CommandTree.commands().keySet().stream().filter(name -> !LOCAL.contains(name)))
                .allSatisfy(name -> assertThat(shown).anyMatch(line -> (line + " ").startsWith(name + " ")));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void canTryEveryWriteAndRepeatIt(Example example) throws IOException {
        try (var server = new FakeServer()) {
            var words = Stream.concat(
                            example.words().stream(), Stream.of("--dry-run", "--idempotency-key", "key-of-" + 7))
                    .toArray(String[]::new);

            new CommandRun(folder)
                    .input(new ByteArrayInputStream("from standard input".getBytes(UTF_8)))
                    .run(server.port(), words);

            assertThat(server.requests()).singleElement().satisfies(request -> {
                assertThat(request.line()).containsPattern("[?&]dryRun=true$");
                assertThat(request.idempotencyKey()).isEqualTo("key-of-7");
            });
        }
    }

    /** But a link to sign in by: it is no change. */
    static List<Example> writes() {
        return examples().stream()
                .filter(example -> !example.request().startsWith("GET "))
                .filter(example -> !example.words().contains("sign-in"))
                .toList();
    }
}
