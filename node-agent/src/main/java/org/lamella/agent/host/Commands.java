package org.lamella.agent.host;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Runs the host's tools. Everything it starts carries a mark in its environment, so that a later life of the agent can
 * find and end what an earlier one left running when it was killed.
 */
public final class Commands {
    private static final String MARK = "LAMELLA_STARTED_FOR";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Posix posix;
    private final String owner;

    /** @param owner names this agent among all on the host, such as its run folder */
    public Commands(Posix posix, String owner) {
        this.posix = posix;
        this.owner = owner;
    }

    /** Marked and otherwise bare: what a tool does must not hang on the shell that the agent was started from. */
    public ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put(MARK, owner);
        return builder;
    }

    public String run(List<String> command) throws IOException {
        return run(command, "");
    }

    /**
     * Runs a command to its end.
     *
     * @return what it wrote, both streams
     * @throws IOException when it fails, with what it wrote; when it is not done within 30 s, which ends it
     */
    public String run(List<String> command, String input) throws IOException {
        return runTolerating(command, input, 0);
    }

    /**
     * Runs a command to its end.
     *
     * @param highest the exit code up to which it has succeeded: some tell by it what they did
     */
    public String runTolerating(List<String> command, int highest) throws IOException {
        return runTolerating(command, "", highest);
    }

    /** @see #runTolerating(List, int) */
    public String runTolerating(List<String> command, String input, int highest) throws IOException {
        return run(command, input, highest, LIMIT);
    }

    /**
     * Runs a command to its end.
     *
     * @param limit by when it is ended if it is not done
     */
    public String run(List<String> command, Duration limit) throws IOException {
        return run(command, "", 0, limit);
    }

    private String run(List<String> command, String input, int highest, Duration limit) throws IOException {
        Process process = start(builder(command).redirectErrorStream(true), command);
        CompletableFuture<Process> exit = endWhenLate(process, limit);
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended without reading; its exit code and words say more than the broken pipe does.
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = await(exit, command, limit);
        if (code > highest) {
            throw new IOException(String.join(" ", command) + " failed with " + code + ": " + output.strip());
        }
        return output;
    }

    /**
     * Runs a command that leaves processes behind which keep its standard streams: they read nothing.
     *
     * @param output where they write to, both streams, at its end
     * @return its exit code
     */
    public int runDetached(List<String> command, Path output) throws IOException {
        ProcessBuilder builder = builder(command)
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(output.toFile()));
        return await(endWhenLate(start(builder, command), LIMIT), command, LIMIT);
    }

    /** Ends what earlier lives of this agent left running. Only to be called before this life has started anything. */
    public void endLeftovers() throws IOException {
        byte[] mark = (MARK + "=" + owner + "\0").getBytes(StandardCharsets.UTF_8);
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (contains(environment(process), mark)) {
                    posix.kill(Long.parseLong(process.getFileName().toString()), Posix.SIGKILL);
                }
            }
        }
    }

    private static byte[] environment(Path process) {
        try {
            return Files.readAllBytes(process.resolve("environ"));
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static boolean contains(byte[] environment, byte[] mark) {
        String text = "\0" + new String(environment, StandardCharsets.ISO_8859_1);
        return text.contains("\0" + new String(mark, StandardCharsets.ISO_8859_1));
    }

    private static Process start(ProcessBuilder builder, List<String> command) throws IOException {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IOException(command.getFirst() + " does not start; is it installed?", e);
        }
    }

    private static CompletableFuture<Process> endWhenLate(Process process, Duration limit) {
        return process.onExit()
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((ended, late) -> {
                    if (late != null) {
                        process.destroyForcibly();
                    }
                });
    }

    private static int await(CompletableFuture<Process> exit, List<String> command, Duration limit) throws IOException {
        try {
            return exit.get().exitValue();
        } catch (ExecutionException e) {
            throw new IOException(
                    String.join(" ", command) + " was not done within " + limit.toSeconds() + " s and was ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + String.join(" ", command) + " ran", e);
        }
    }
}
