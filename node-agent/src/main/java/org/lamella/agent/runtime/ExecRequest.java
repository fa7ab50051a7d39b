package org.lamella.agent.runtime;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A process to start inside a context.
 *
 * @param command program and arguments, at least one; looked up on the context's own PATH
 * @param workingDirectory inside the context, absolute
 * @param terminal of that size, which the process gets instead of three pipes; its standard error is then part of its output
 */
public record ExecRequest(
        List<String> command,
        Map<String, String> environment,
        String workingDirectory,
        Optional<TerminalSize> terminal) {
    public ExecRequest {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        Objects.requireNonNull(terminal);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("a command needs a program");
        }
        if (!workingDirectory.startsWith("/")) {
            throw new IllegalArgumentException("working directory " + workingDirectory + " is not absolute");
        }
    }

    /** One with pipes. */
    public ExecRequest(List<String> command, Map<String, String> environment, String workingDirectory) {
        this(command, environment, workingDirectory, Optional.empty());
    }
}
