package org.lamella.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Programs run as a stranger would run them: by name, from the repository's folder. */
final class Command {
    /** Where {@code ./lamella} is. */
    static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();

    private static final long LONGEST_SECONDS = 120;

    private Command() {}

    /** Runs a program to its end, with nothing on its standard input. */
    static Ended run(String... command) {
        return run(Map.of(), new byte[0], List.of(command));
    }

    static Ended run(Map<String, String> environment, byte[] input, List<String> command) {
        try {
            var process = start(environment, command);
            var out = drain(process.getInputStream());
            var err = drain(process.getErrorStream());
            feed(process.getOutputStream(), input);
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end in " + LONGEST_SECONDS + " s\n" + err.join());
            }
            return new Ended(process.exitValue(), out.join(), err.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Process start(Map<String, String> environment, List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).directory(REPOSITORY.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static void feed(OutputStream stdin, byte[] input) {
        try (stdin) {
            new ByteArrayInputStream(input).transferTo(stdin);
        } catch (IOException e) {
            // The program ended without reading all of it, which its exit code will tell.
        }
    }

    private static CompletableFuture<String> drain(InputStream stream) {
        var text = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> {
            var bytes = new ByteArrayOutputStream();
            try (stream) {
                stream.transferTo(bytes);
                text.complete(bytes.toString(UTF_8));
            } catch (IOException e) {
                text.completeExceptionally(e);
            }
        });
        return text;
    }
}
