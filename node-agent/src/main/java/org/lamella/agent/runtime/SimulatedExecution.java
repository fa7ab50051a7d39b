package org.lamella.agent.runtime;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A command that is answered without a process: enough to see that a session goes all the way, and no more. */
public final class SimulatedExecution implements Execution {
    private static final int NOT_FOUND = 127;

    private final String output;
    private final String errors;
    private final int code;

    private SimulatedExecution(String output, String errors, int code) {
        this.output = output;
        this.errors = errors;
        this.code = code;
    }

    /** Knows {@code hostname}, {@code echo}, {@code true} and {@code false}; others are not found, and it says why. */
    public static Execution of(String hostname, List<String> command) {
        return switch (command.getFirst()) {
            case "hostname" -> new SimulatedExecution(hostname + "\n", "", 0);
            case "echo" -> new SimulatedExecution(String.join(" ", command.subList(1, command.size())) + "\n", "", 0);
            case "true" -> new SimulatedExecution("", "", 0);
            case "false" -> new SimulatedExecution("", "", 1);
            default ->
                new SimulatedExecution(
                        "",
                        command.getFirst() + ": not found; this node is simulated and runs no processes\n",
                        NOT_FOUND);
        };
    }

    @Override
    public OutputStream stdin() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream stdout() {
        return new ByteArrayInputStream(output.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public InputStream stderr() {
        return new ByteArrayInputStream(errors.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int await() {
        return code;
    }

    @Override
    public void close() {}
}
