package org.lamella.cli;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * The process as the commands see it.
 *
 * @param in standard input, unbuffered
 * @param out standard output as bytes, unbuffered: a broken pipe must show as an exception
 * @param err standard error as bytes, unbuffered
 * @param interactive whether somebody sits at a terminal and can answer a question
 * @param progressLine whether standard error is a terminal on which one line can be rewritten
 * @param clock the time that ages are counted from
 * @param environment the environment variables
 * @param terminal the one that somebody sits at, if anybody does
 * @param home the folder from which the configuration is looked for, upwards
 */
record Console(
        InputStream in,
        OutputStream out,
        OutputStream err,
        boolean interactive,
        boolean progressLine,
        Clock clock,
        Map<String, String> environment,
        Terminal terminal,
        Path home) {

    Console {
        environment = Map.copyOf(environment);
    }

    static Console ofProcess() {
        return new Console(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                Boolean.getBoolean("lamella.interactive"),
                Boolean.getBoolean("lamella.progress-line"),
                Clock.systemUTC(),
                System.getenv(),
                new ControllingTerminal(),
                Path.of(System.getProperty("lamella.home", "")).toAbsolutePath());
    }

    /** A line of text on standard output. */
    void print(String line) {
        text(out).println(line);
    }

    /** Text on standard output that does not end a line. */
    void write(String text) {
        var stream = text(out);
        stream.print(text);
        stream.flush();
    }

    /** A line of text on standard error. */
    void complain(String line) {
        text(err).println(line);
    }

    /** Text on standard error that does not end a line. */
    void scrawl(String text) {
        var stream = text(err);
        stream.print(text);
        stream.flush();
    }

    /** A line from standard input, without blanks around it; empty at its end. */
    String readLine() {
        try {
            var line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                line.write(next);
            }
            return line.toString(StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw Failure.usage("cannot read standard input: " + e.getMessage());
        }
    }

    /**
     * The text of a file, or of standard input for {@code -}.
     *
     * @throws Failure with {@link ExitCode#USAGE} when it cannot be read
     */
    String read(String file) {
        try {
            return file.equals("-")
                    ? new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
        } catch (IOException e) {
            throw Failure.usage("cannot read " + file + " (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static PrintStream text(OutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }
}
