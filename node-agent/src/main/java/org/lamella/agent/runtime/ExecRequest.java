package org.lamella.agent.runtime;

import java.util.List;
import java.util.Map;

/**
 * A process to start inside a context.
 *
 * @param command program and arguments, at least one; looked up on the context's own PATH
 * @param workingDirectory inside the context, absolute
 */
public record ExecRequest(List<String> command, Map<String, String> environment, String workingDirectory) {
    public ExecRequest {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("a command needs a program");
        }
        if (!workingDirectory.startsWith("/")) {
            throw new IllegalArgumentException("working directory " + workingDirectory + " is not absolute");
        }
    }
}
