package org.lamella.cli;

import tools.jackson.databind.JsonNode;

/**
 * A sliver as the API tells of it.
 *
 * @param state what was last seen of it, one of the API's words
 * @param reason why it is in that state, or how far it is; may be empty
 * @param applied whether the node has dealt with the newest wishes for it
 */
record Sliver(String node, String state, String reason, boolean applied) {
    static Sliver of(JsonNode json) {
        return new Sliver(
                Json.text(json, "node", "?"),
                Json.text(json, "state", "?"),
                Json.text(json, "reason", ""),
                Json.number(json, "generationApplied") >= Json.number(json, "generationWanted"));
    }

    boolean running() {
        return state.equals("RUNNING") && applied;
    }

    /** Whether nothing more will happen to it by itself. */
    boolean settled() {
        return applied
                && switch (state) {
                    case "RUNNING", "STOPPED", "FAILED", "DEGRADED" -> true;
                    default -> false;
                };
    }

    /** One line about it: {@code node3 FAILED: image foo does not unpack}. */
    String line() {
        var said = applied ? state : state + ", its node has not applied the last change";
        return node + " " + said + (reason.isEmpty() ? "" : ": " + reason);
    }
}
