package org.lamella.cli;

import static java.util.stream.Collectors.joining;

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

    /** The node of a slice's only sliver that runs; refuses where there is none, or more than one. */
    static String onlyRunning(Api api, String slice) {
        var slivers = Json.items(api.list(Api.path("slices", slice, "slivers")), "items").stream()
                .map(Sliver::of)
                .toList();
        var running = slivers.stream()
                .filter(sliver -> sliver.state().equals("RUNNING"))
                .toList();
        if (running.size() == 1) {
            return running.getFirst().node();
        }
        if (running.isEmpty()) {
            throw Failure.refused("no sliver of " + slice + " is running"
                    + slivers.stream().map(sliver -> "\n  " + sliver.line()).collect(joining()));
        }
        throw Failure.usage(slice + " has " + running.size() + " running slivers, say which by --node: "
                + running.stream().map(Sliver::node).collect(joining(", ")));
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
