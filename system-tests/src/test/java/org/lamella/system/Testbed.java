package org.lamella.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A {@code ./lamella dev} with a data folder and a port of its own, and the command line client that belongs to it. */
final class Testbed implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofMinutes(6);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(30);
    private static final Path FOLDER = Path.of("target", "testbeds").toAbsolutePath();
    private static final Pattern SIGN_IN = Pattern.compile("(?m)^sign in, once: (\\S+)$");

    static {
        Command.run("rm", "-rf", "--one-file-system", FOLDER.toString()).success();
    }

    private final Path data;
    private final int port;
    private final Path output;
    private final Process launcher;
    private final Duration startTime;

    private Testbed(Path data, int port, Path output, Process launcher, Duration startTime) {
        this.data = data;
        this.port = port;
        this.output = output;
        this.launcher = launcher;
        this.startTime = startTime;
    }

    /** A data folder that no other test uses. It is kept for its logs, until the tests are run again. */
    static Path newData(String name) {
        try {
            return Files.createTempDirectory(Files.createDirectories(FOLDER), name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts, and returns when the launcher says that it is ready. */
    static Testbed start(Path data, String... options) {
        return start(data, freePort(), options);
    }

    static Testbed start(Path data, int port, String... options) {
        var command = new ArrayList<>(
                List.of("./lamella", "dev", "--data", data.toString(), "--port", Integer.toString(port)));
        command.addAll(List.of(options));
        try {
            var output = Files.createTempFile(data.getParent(), "launcher-", ".log");
            var begun = System.nanoTime();
            var launcher = new ProcessBuilder(command)
                    .directory(Command.REPOSITORY.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            awaitReady(launcher, output, port);
            return new Testbed(data, port, output, launcher, Duration.ofNanos(System.nanoTime() - begun));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitReady(Process launcher, Path output, int port) throws IOException {
        var end = System.nanoTime() + LONGEST_START.toNanos();
        while (!Files.readString(output).contains("ready http://localhost:" + port)) {
            if (!launcher.isAlive() || System.nanoTime() > end) {
                var fate = launcher.isAlive()
                        ? "is not ready after " + LONGEST_START
                        : "ended with " + launcher.exitValue();
                launcher.destroy();
                throw new AssertionError("the launcher " + fate + "\n" + Files.readString(output));
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Runs the client against this testbed. */
    Ended lamella(String... arguments) {
        return lamella(new byte[0], arguments);
    }

    Ended lamella(byte[] input, String... arguments) {
        return Command.run(clientEnvironment(), input, clientCommand(arguments));
    }

    /** As {@link #lamella}, but does not wait for its end. */
    Process startLamella(String... arguments) throws IOException {
        return Command.start(clientEnvironment(), clientCommand(arguments));
    }

    private Map<String, String> clientEnvironment() {
        return Map.of("LAMELLA_CONFIG", data.resolve("cli.json").toString());
    }

    private static List<String> clientCommand(String... arguments) {
        var command = new ArrayList<>(List.of("./lamella"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The mark that everything of this testbed on the host carries. */
    String mark() {
        return Traces.mark(data);
    }

    /** The pid of the child {@code control-plane} or {@code node1}, … as the launcher last wrote it. */
    long pid(String child) {
        try {
            return Long.parseLong(Files.readString(data.resolve("run").resolve(child + ".pid"))
                    .split(" ", 2)[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills a child so that it can do nothing about it. */
    void kill(String child) {
        ProcessHandle.of(pid(child)).orElseThrow().destroyForcibly();
    }

    /** Kills the launcher alone, so that it can do nothing about it. */
    void killLauncher() throws InterruptedException {
        launcher.destroyForcibly().waitFor();
    }

    /**
     * Tells the launcher to end, as a Ctrl-C does, and waits for it.
     *
     * @return its exit code
     */
    int stop() {
        launcher.toHandle().destroy();
        try {
            if (!launcher.waitFor(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                launcher.destroyForcibly();
                throw new AssertionError("the launcher did not end in " + LONGEST_STOP + "\n" + output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return launcher.exitValue();
    }

    /** The link that signs a browser in once. */
    String signInUrl() {
        var matcher = SIGN_IN.matcher(output());
        if (!matcher.find()) {
            throw new AssertionError("no sign-in link in\n" + output());
        }
        return matcher.group(1);
    }

    /** All that the launcher has said. */
    String output() {
        try {
            return Files.readString(output, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    Path data() {
        return data;
    }

    /** From the command to the line that says ready. */
    Duration startTime() {
        return startTime;
    }

    @Override
    public void close() {
        if (launcher.isAlive()) {
            stop();
        }
    }
}
