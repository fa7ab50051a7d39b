package org.lamella.cli;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A request that changes something.
 *
 * @param path quoted; parameters may follow it
 * @param dryRun whether the server shall only say what would come of it
 * @param idempotencyKey by which the server knows a repetition, and answers it as it did the first time
 */
record Write(String method, String path, Optional<JsonNode> body, boolean dryRun, Optional<String> idempotencyKey) {
    static Write of(String method, String path, Optional<JsonNode> body) {
        return new Write(method, path, body, false, Optional.empty());
    }

    Write rehearsed() {
        return new Write(method, path, body, true, idempotencyKey);
    }

    /** As it stands in a request line. */
    String line() {
        return dryRun ? path + (path.contains("?") ? "&" : "?") + "dryRun=true" : path;
    }
}
