package org.lamella.agentlink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.JsonFields;
import tools.jackson.databind.JsonNode;

/**
 * A command to run in a sliver.
 *
 * @param command program and arguments, at least one
 * @param workingDirectory absolute, inside the sliver
 * @param terminal which it gets instead of three pipes; its standard error is then part of its output
 */
record ExecRequest(
        List<String> command,
        Map<String, String> environment,
        String workingDirectory,
        Optional<ExecTerminal> terminal) {
    ExecRequest {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** @throws InvalidInput with everything that is wrong */
    static ExecRequest read(JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        List<String> command = fields.texts("command").orElse(List.of());
        Map<String, String> environment = fields.textMap("environment").orElse(new HashMap<>());
        String workingDirectory = fields.text("workingDirectory").orElse("/");
        List<FieldError> errors = new ArrayList<>();
        Optional<ExecTerminal> terminal =
                fields.object("terminal").map(described -> ExecTerminal.read(described, errors));
        errors.addAll(fields.refuseOthers().errors());
        if (command.isEmpty() || command.getFirst().isEmpty()) {
            errors.add(FieldError.invalid("command", "needs a program"));
        }
        if (!workingDirectory.startsWith("/")) {
            errors.add(FieldError.invalid("workingDirectory", "must be absolute, not " + workingDirectory));
        }
        environment.keySet().stream()
                .filter(name -> name.isEmpty() || name.contains("="))
                .forEach(name -> errors.add(FieldError.invalid("environment", "\"" + name + "\" is no name")));
        InvalidInput.throwIfAny(errors);
        return new ExecRequest(command, environment, workingDirectory, terminal);
    }
}
