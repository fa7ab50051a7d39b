package org.lamella.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code lamella node …}, but for what has a class of its own. */
@Command(name = "node", description = "The testbed's machines.")
final class NodeCommands {
    private static final String NAME = "The node.";
    private static final int AGENTS_PORT = 7443;

    private final Actions actions;

    NodeCommands(Actions actions) {
        this.actions = actions;
    }

    @Command(description = "List the nodes.")
    void list(@Mixin ListOptions options) {
        actions.list(
                options,
                Query.of(Api.path("nodes")),
                "name",
                "site",
                "state",
                "slivers",
                "runtime",
                "cpus",
                "freeCpus",
                "memoryBytes",
                "freeMemoryBytes",
                "lastHeartbeat",
                "labels",
                "drained.reason");
    }

    @Command(description = "Show one node.")
    void show(@Parameters(paramLabel = "NAME", description = NAME) String name) {
        actions.show(Api.path("nodes", name));
    }

    @Command(description = "List slivers that a node has reset because it was short of memory.")
    void resets(@Parameters(paramLabel = "NAME", description = NAME) String name, @Mixin ListOptions options) {
        actions.list(
                options,
                Query.of(Api.path("nodes", name, "resets")),
                "at",
                "slice",
                "usedBytes",
                "guaranteedBytes",
                "availableBytes",
                "lastResort");
    }

    @Command(description = "Register a node and print what to type on it, so that it joins.")
    void add(
            @Parameters(paramLabel = "NAME", description = "The node's name, such as node1.") String name,
            @Option(
                            names = "--site",
                            paramLabel = "SITE",
                            defaultValue = "demo",
                            description = "The site it stands at (default: ${DEFAULT-VALUE}).")
                    String site,
            @Mixin WriteOptions options) {
        var body = Body.of("name", name).with("site", site).json();
        actions.write(
                options.post(Api.path("nodes"), body),
                node -> howToJoin("node " + name + " registered at site " + site, node));
    }

    @Command(
            name = "who-sent",
            description = "Ask a node which slice sent a packet, by the node's log of connections.",
            footer = {"", "For example:", "  lamella node who-sent node1 192.0.2.1:40000 --at 2026-11-23T14:00:00Z"})
    void whoSent(
            @Parameters(index = "0", paramLabel = "NAME", description = NAME) String name,
            @Parameters(index = "1", paramLabel = "ADDRESS[:PORT]", description = "Where the packet came from.")
                    String from,
            @Option(names = "--at", paramLabel = "TIME", description = "When it came (now), a minute more or less.")
                    String at) {
        var parts = from.split(":", 2);
        var query = Query.of(Api.path("nodes", name, "who-sent"))
                .with("address", Optional.of(parts[0]))
                .with(
                        "port",
                        Optional.of(parts).filter(both -> both.length == 2).map(both -> both[1]))
                .with("at", Optional.ofNullable(at));
        actions.list(query.line(), "slice", "protocol", "own", "seen", "other", "from", "until");
    }

    @Command(name = "join-code", description = "Make a new join code for a node that has not used its one.")
    void joinCode(@Parameters(paramLabel = "NAME", description = NAME) String name, @Mixin WriteOptions options) {
        actions.write(
                options.post(Api.path("nodes", name, "join-code")),
                node -> howToJoin("node " + name + " may join", node));
    }

    private List<String> howToJoin(String headline, JsonNode node) {
        var code = Json.text(node, "joinCode", "?");
        var address = Json.text(node, "agentsAddress", actions.lamella().api().host() + ":" + AGENTS_PORT);
        return List.of(
                headline,
                "join code " + code + ", good once, runs out " + actions.ages().of(node, "joinCodeExpiresAt"),
                "",
                "On the node, as root:",
                "  lamella-agent join --control-plane " + address + " --code " + code + " && lamella-agent run");
    }

    @Command(
            description = "Put labels on a node, and take them off.",
            footer = {"", "For example:", "  lamella node label node1 arch=x86_64 ssd old-"})
    void label(
            @Parameters(index = "0", paramLabel = "NAME", description = NAME) String name,
            @Parameters(
                            index = "1..*",
                            arity = "1..*",
                            paramLabel = "LABEL",
                            description = "NAME=VALUE or NAME puts it on, NAME- takes it off.")
                    List<String> labels,
            @Mixin WriteOptions options) {
        var body = Json.object();
        labels.forEach(label -> {
            var parts = label.split("=", 2);
            if (parts.length == 2) {
                body.put(parts[0], parts[1]);
            } else if (label.endsWith("-")) {
                body.putNull(label.substring(0, label.length() - 1));
            } else {
                body.put(label, "");
            }
        });
        actions.write(
                options.patch(Api.path("nodes", name, "labels"), body),
                node -> List.of(
                        "node " + name + " has labels: " + actions.cells().cell(node, "labels")));
    }

    @Command(description = "Give a node no new slivers; those that are there stay.")
    void drain(
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; all see it.")
                    String reason,
            @Mixin WriteOptions options) {
        actions.write(
                options.post(
                        Api.path("nodes", name, "drain"),
                        Body.of("reason", reason).json()),
                "node " + name + " takes no new slivers");
    }

    @Command(description = "Let a drained node have slivers again.")
    void undrain(@Parameters(paramLabel = "NAME", description = NAME) String name, @Mixin WriteOptions options) {
        actions.write(options.delete(Api.path("nodes", name, "drain")), "node " + name + " takes slivers again");
    }

    @Command(
            description = "Show which slices alone may use a node, or say which.",
            footer = {"", "Slivers of other slices that are there already stay."})
    void allow(
            @Parameters(index = "0", paramLabel = "NAME", description = NAME) String name,
            @Parameters(
                            index = "1..*",
                            arity = "0..*",
                            paramLabel = "SLICE",
                            description = "These alone; none to see who may.")
                    List<String> slices,
            @Option(names = "--all", description = "Every slice may.") boolean all,
            @Mixin WriteOptions options) {
        var path = Api.path("nodes", name, "allowed-slices");
        var none = slices == null || slices.isEmpty();
        if (none && !all) {
            actions.show(path);
            return;
        }
        if (all && !none) {
            throw Failure.usage("either --all or slices by name, not both");
        }
        var body = Json.object();
        body.set("slices", Json.array(all ? List.of() : slices));
        actions.write(
                options.put(path, body),
                "node " + name + " may be used by " + (all ? "all" : String.join(", ", slices)));
    }

    @Command(description = "Void a node's certificates: it is cut off at once and cannot come back as it is.")
    void revoke(@Parameters(paramLabel = "NAME", description = NAME) String name, @Mixin WriteOptions options) {
        actions.write(options.post(Api.path("nodes", name, "revoke")), "node " + name + " is cut off");
    }

    @Command(description = "Remove a node that was revoked or never joined, and that has no slivers.")
    void remove(@Parameters(paramLabel = "NAME", description = NAME) String name, @Mixin WriteOptions options) {
        actions.write(options.delete(Api.path("nodes", name)), "node " + name + " is removed");
    }
}
