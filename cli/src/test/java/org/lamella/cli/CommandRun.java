package org.lamella.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** The program as a person runs it, inside the test's own JVM. */
final class CommandRun {
    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final Path folder;
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();
    private final ByteArrayOutputStream captured = new ByteArrayOutputStream();
    private InputStream input = new ByteArrayInputStream(new byte[0]);
    private OutputStream output = captured;
    private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private Terminal terminal = new ControllingTerminal();
    private boolean interactive;
    private boolean progressLine;
    private int exitCode;

    /** @param folder an empty one, for the configuration */
    CommandRun(Path folder) {
        this.folder = folder;
    }

    CommandRun input(InputStream stream) {
        this.input = stream;
        return this;
    }

    CommandRun output(OutputStream stream) {
        this.output = stream;
        return this;
    }

    /** For commands that wait: by default the time stands still. */
    CommandRun clock(Clock other) {
        this.clock = other;
        return this;
    }

    CommandRun at(Terminal other) {
        this.terminal = other;
        return this;
    }

    CommandRun onTerminal() {
        this.progressLine = true;
        return this;
    }

    /** Somebody is there who can be asked. */
    CommandRun typing(String line) {
        this.interactive = true;
        return input(new ByteArrayInputStream((line + "\n").getBytes(UTF_8)));
    }

    CommandRun run(int port, String... arguments) {
        var configuration = configuration(folder, port);
        var console = new Console(
                input,
                output,
                error,
                interactive,
                progressLine,
                clock,
                Map.of("LAMELLA_CONFIG", configuration.toString()),
                terminal,
                folder);
        exitCode = Lamella.commandLine(console, arguments).execute(arguments);
        return this;
    }

    /** Writes a configuration for the server on a port of loopback. */
    static Path configuration(Path folder, int port) {
        try {
            return Files.writeString(
                    folder.resolve("cli.json"), "{\"server\":\"http://localhost:" + port + "\",\"token\":\"secret\"}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int exitCode() {
        return exitCode;
    }

    byte[] bytes() {
        return captured.toByteArray();
    }

    String out() {
        return captured.toString(UTF_8);
    }

    String err() {
        return error.toString(UTF_8);
    }
}
