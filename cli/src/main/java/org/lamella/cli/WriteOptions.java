package org.lamella.cli;

import java.util.Optional;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** What every command takes that changes something. */
final class WriteOptions {
    @Option(names = "--dry-run", description = "Only say what would come of it: nothing changes.")
    private boolean dryRun;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "Do it once: repeated with the same key within a day, it is answered as the first time.")
    private Optional<String> idempotencyKey = Optional.empty();

    boolean dryRun() {
        return dryRun;
    }

    Write post(String path) {
        return write("POST", path, Optional.empty());
    }

    Write post(String path, JsonNode body) {
        return write("POST", path, Optional.of(body));
    }

    Write put(String path) {
        return write("PUT", path, Optional.empty());
    }

    Write put(String path, JsonNode body) {
        return write("PUT", path, Optional.of(body));
    }

    Write patch(String path, JsonNode body) {
        return write("PATCH", path, Optional.of(body));
    }

    Write delete(String path) {
        return write("DELETE", path, Optional.empty());
    }

    private Write write(String method, String path, Optional<JsonNode> body) {
        return new Write(method, path, body, dryRun, idempotencyKey);
    }
}
