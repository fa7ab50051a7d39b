package org.lamella.agent.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The file in which one call of the runtime says what went wrong, apart from what the container itself writes. */
record RuntimeLog(Path file) {
    List<String> options() {
        return List.of("--log", file.toString(), "--log-format", "json");
    }

    /** @return the runtime's last words of level error; empty when there are none */
    String lastError() throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        return Files.readAllLines(file).stream()
                .map(RuntimeLog::error)
                .filter(words -> !words.isEmpty())
                .reduce("", (first, second) -> second);
    }

    private static String error(String line) {
        try {
            JsonNode entry = JsonMapper.shared().readTree(line);
            return entry.path("level").asString("").equals("error")
                    ? entry.path("msg").asString("")
                    : "";
        } catch (JacksonException e) {
            // Cut short, as when the runtime was killed while it wrote.
            return "";
        }
    }
}
